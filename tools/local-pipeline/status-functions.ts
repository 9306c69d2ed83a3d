import type { TaskResult } from "../local-agent/agent.ts";
import type { StatusFunctionName } from "./dialects.ts";
import type { ExpressionFunction } from "./expression-functions.ts";
import { toText, type Value } from "./expression-values.ts";
import { wentWell } from "./results.ts";

/** What the status functions of a job or stage need to know. */
export interface DependencyStatus {
  /** Everything it depends on, directly or indirectly. */
  readonly ancestors: readonly string[];
  readonly resultOf: (name: string) => TaskResult | undefined;
  readonly isCanceled: boolean;
  /**
   * The run was canceled before this started, but after the run or stage around it started. If a stage starts after the
   * cancellation because of its condition, its jobs run as usual (article "Conditions", first example of stages).
   */
  readonly isStopped: boolean;
}

type StatusFunctions = ReadonlyMap<string, ExpressionFunction>;

/**
 * The status functions of jobs and stages. Without arguments they test all ancestors: a skipped one is not a success,
 * and a failure counts at any distance (articles "Expressions" and "Conditions").
 */
export function statusOfDependent({ ancestors, resultOf, isCanceled, isStopped }: DependencyStatus): StatusFunctions {
  const results = (args: readonly (() => Value)[]) =>
    (args.length === 0 ? ancestors : args.map((arg) => toText(arg()) ?? "")).map(resultOf);
  return asFunctions({
    always: () => true,
    canceled: () => isCanceled,
    failed: (args) => results(args).includes("Failed"),
    succeeded: (args) => !isStopped && results(args).every(wentWell),
    succeededorfailed: (args) =>
      !isStopped && (args.length === 0 || results(args).some((result) => result === "Failed" || wentWell(result))),
  });
}

/** The status functions of steps: they test the job's status so far (the agent's ExpressionManager). */
export function statusOfStep(jobStatus: TaskResult): StatusFunctions {
  return asFunctions({
    always: () => true,
    canceled: () => jobStatus === "Canceled",
    failed: () => jobStatus === "Failed",
    succeeded: () => wentWell(jobStatus),
    succeededorfailed: () => wentWell(jobStatus) || jobStatus === "Failed",
  });
}

function asFunctions(functions: Record<StatusFunctionName, ExpressionFunction>): StatusFunctions {
  return new Map(Object.entries(functions));
}
