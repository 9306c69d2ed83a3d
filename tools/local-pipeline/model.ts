import type { LocatedExpression } from "./located-expression.ts";
import type { Place } from "./place.ts";

/** An entry of `variables:`, with a text that may hold macros, with a runtime expression, or naming a group. */
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
  /** Type of connection that the input asks for. */
  readonly type: string;
}

/** A step of a job; scripts are steps of built-in tasks. */
export interface Step {
  readonly at: Place;
  readonly name: string | undefined;
  readonly displayName: string;
  /** `succeeded()` when absent. */
  readonly condition: LocatedExpression | undefined;
  readonly continueOnError: boolean;
  readonly isEnabled: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** None when absent or 0. */
  readonly timeoutMinutes: number | undefined;
  readonly retryCount: number;
  readonly taskFolder: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Connections that the inputs name, unless by a macro. */
  readonly connections: readonly ConnectionUse[];
}

/** A leg of a matrix: a job of its own with variables of its own. */
export interface Leg {
  readonly name: string;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
}

/** Lifecycle hooks of a deployment by `runOnce` that run one after another, in this order. */
export const successiveHooks = ["preDeploy", "deploy", "routeTraffic", "postRouteTraffic"] as const;

/** Hooks of which one runs after all the others: what `on:` holds. */
export const outcomeHooks = ["success", "failure"] as const;

/** The steps of each hook; none for a hook that is not there. */
export type Hooks = Readonly<Record<(typeof successiveHooks | typeof outcomeHooks)[number], readonly Step[]>>;

/** What all jobs have in common. */
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

/** A job: a usual one, or a deployment to an environment. */
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
  /** In the order in which they can run. */
  readonly jobs: readonly Job[];
}

/** A whole pipeline. */
export interface Pipeline {
  /** `name:`, from which the run gets its number. */
  readonly runName: string | undefined;
  readonly variables: readonly VariableEntry[];
  /** In the order in which they can run. */
  readonly stages: readonly Stage[];
}
