import type { TaskResult } from "../local-agent/agent.ts";

/** True for the results after which dependent steps, jobs and stages run. */
export function wentWell(result: TaskResult | undefined): boolean {
  return result === "Succeeded" || result === "SucceededWithIssues";
}

const worstFirst = ["Failed", "Canceled", "SucceededWithIssues", "Succeeded"] as const;

/** The combined result of parts; Skipped when none ran. */
export function rollUp(results: readonly TaskResult[]): TaskResult {
  return worstFirst.find((result) => results.includes(result)) ?? "Skipped";
}

/** Turns a failure into SucceededWithIssues when `continueOnError` is set. */
export function tolerate(result: TaskResult, continueOnError: boolean): TaskResult {
  return result === "Failed" && continueOnError ? "SucceededWithIssues" : result;
}
