import type { TaskResult } from "../local-agent/agent.ts";

/** True for the results that let what depends on them go on. */
export function wentWell(result: TaskResult | undefined): boolean {
  return result === "Succeeded" || result === "SucceededWithIssues";
}

const gravest = ["Failed", "Canceled", "SucceededWithIssues", "Succeeded"] as const;

/** The result of a whole from those of its parts; Skipped when nothing of it ran. */
export function rollUp(results: readonly TaskResult[]): TaskResult {
  return gravest.find((result) => results.includes(result)) ?? "Skipped";
}

/** A failure that `continueOnError` allows. */
export function tolerate(result: TaskResult, continueOnError: boolean): TaskResult {
  return result === "Failed" && continueOnError ? "SucceededWithIssues" : result;
}
