import type { TaskResult } from "../local-agent/agent.ts";
import type { StatusFunctionName } from "./dialects.ts";
import type { ExpressionFunction } from "./expression-functions.ts";
import { toText, type Value } from "./expression-values.ts";
import { wentWell } from "./results.ts";

/** What a job or stage asks about those it depends on. */
export interface Standing {
  /** All it depends on, directly or not. */
  readonly ancestors: readonly string[];
  readonly resultOf: (name: string) => TaskResult | undefined;
  readonly isCanceled: boolean;
  /**
   * The cancellation came before this started but after what holds it did. A stage that starts after the cancellation,
   * because its condition says so, is whole: its jobs run as usual (article "Conditions", first example of stages).
   */
  readonly isStopped: boolean;
}

type StatusFunctions = ReadonlyMap<string, ExpressionFunction>;

/**
 * The status functions of jobs and stages. Without arguments they ask about all ancestors: one that was skipped is not
 * a success, and a failure counts however far back it is (articles "Expressions" and "Conditions").
 */
export function statusOfDependent({ ancestors, resultOf, isCanceled, isStopped }: Standing): StatusFunctions {
  const asked = (args: readonly (() => Value)[]) =>
    (args.length === 0 ? ancestors : args.map((arg) => toText(arg()) ?? "")).map(resultOf);
  return named({
    always: () => true,
    canceled: () => isCanceled,
    failed: (args) => asked(args).includes("Failed"),
    succeeded: (args) => !isStopped && asked(args).every(wentWell),
    succeededorfailed: (args) =>
      !isStopped && (args.length === 0 || asked(args).some((result) => result === "Failed" || wentWell(result))),
  });
}

/** The status functions of steps: they ask about the job so far (the agent's ExpressionManager). */
export function statusOfStep(jobStatus: TaskResult): StatusFunctions {
  return named({
    always: () => true,
    canceled: () => jobStatus === "Canceled",
    failed: () => jobStatus === "Failed",
    succeeded: () => wentWell(jobStatus),
    succeededorfailed: () => wentWell(jobStatus) || jobStatus === "Failed",
  });
}

function named(functions: Record<StatusFunctionName, ExpressionFunction>): StatusFunctions {
  return new Map(Object.entries(functions));
}
