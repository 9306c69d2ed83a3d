import type { LocatedExpression } from "./located-expression.ts";
import type { Place } from "./place.ts";

/** An entry of `variables:`: a text that can contain macros, a runtime expression, or a variable group. */
export type VariableEntry =
  | { readonly kind: "fixed"; readonly name: string; readonly value: string; readonly isReadOnly: boolean }
  | {
      readonly kind: "computed";
      readonly name: string;
      readonly value: LocatedExpression;
      readonly isReadOnly: boolean;
    }
  | { readonly kind: "group"; readonly name: string; readonly at: Place };

/** A service connection that an input names. */
export interface ConnectionUse {
  readonly name: string;
  /** Type of connection that the input needs. */
  readonly type: string;
}

/** A step of a job. A script is a step of a built-in task. */
export interface Step {
  readonly at: Place;
  readonly name: string | undefined;
  readonly displayName: string;
  /** `succeeded()` when absent. */
  readonly condition: LocatedExpression | undefined;
  readonly continueOnError: boolean;
  readonly isEnabled: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** Undefined or 0 for no limit. */
  readonly timeoutMinutes: number | undefined;
  readonly retryCount: number;
  readonly taskFolder: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Connections that the inputs name directly, without a macro. */
  readonly connections: readonly ConnectionUse[];
}

/** A leg of a matrix: a separate job with its own variables. */
export interface Leg {
  readonly name: string;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
}

/** Lifecycle hooks of a `runOnce` deployment that run one after another, in this order. */
export const successiveHooks = ["preDeploy", "deploy", "routeTraffic", "postRouteTraffic"] as const;

/** The hooks of `on:`; one of them runs after all other hooks. */
export const outcomeHooks = ["success", "failure"] as const;

/** The steps of each hook; none for an absent hook. */
export type Hooks = Readonly<Record<(typeof successiveHooks | typeof outcomeHooks)[number], readonly Step[]>>;

/** Settings that all kinds of jobs have. */
export interface JobSettings {
  readonly at: Place;
  readonly name: string;
  readonly displayName: string;
  readonly dependsOn: readonly string[];
  readonly condition: LocatedExpression | undefined;
  readonly continueOnError: boolean;
  /** 0 for no limit. */
  readonly timeoutMinutes: number;
  readonly cancelTimeoutMinutes: number;
  readonly variables: readonly VariableEntry[];
}

/** A regular job, or a deployment to an environment. */
export type Job = JobSettings &
  (
    | { readonly kind: "job"; readonly legs: readonly Leg[] | undefined; readonly steps: readonly Step[] }
    | { readonly kind: "deployment"; readonly environment: string; readonly hooks: Hooks }
  );

/** A stage. */
export interface Stage {
  readonly at: Place;
  readonly name: string;
  readonly displayName: string;
  readonly dependsOn: readonly string[];
  readonly condition: LocatedExpression | undefined;
  readonly variables: readonly VariableEntry[];
  /** In an order in which they can run. */
  readonly jobs: readonly Job[];
}

/** A whole pipeline. */
export interface Pipeline {
  /** `name:`, the pattern of the run number. */
  readonly runName: string | undefined;
  readonly variables: readonly VariableEntry[];
  /** In an order in which they can run. */
  readonly stages: readonly Stage[];
}
