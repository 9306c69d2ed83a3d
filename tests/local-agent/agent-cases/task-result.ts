import type { TaskResult } from "../../../tools/local-agent/agent.ts";

/** Source of the cases, in `src/Test/L0` of the agent. */
export const file = "Util/TaskResultUtilL0.cs";

/**
 * The current result, the next one, and the merged one (TaskResultsMerge). Without a current one, the next one wins.
 */
export const merges: readonly (readonly [TaskResult | undefined, TaskResult, TaskResult])[] = [
  [undefined, "Succeeded", "Succeeded"],
  [undefined, "SucceededWithIssues", "SucceededWithIssues"],
  [undefined, "Abandoned", "Abandoned"],
  [undefined, "Canceled", "Canceled"],
  [undefined, "Failed", "Failed"],
  [undefined, "Skipped", "Skipped"],
  ["Succeeded", "Succeeded", "Succeeded"],
  ["SucceededWithIssues", "SucceededWithIssues", "SucceededWithIssues"],
  ["Abandoned", "Abandoned", "Abandoned"],
  ["Canceled", "Canceled", "Canceled"],
  ["Failed", "Failed", "Failed"],
  ["Skipped", "Skipped", "Skipped"],
  ["Succeeded", "SucceededWithIssues", "SucceededWithIssues"],
  ["Succeeded", "Abandoned", "Abandoned"],
  ["Succeeded", "Canceled", "Canceled"],
  ["Succeeded", "Failed", "Failed"],
  ["Succeeded", "Skipped", "Skipped"],
  ["SucceededWithIssues", "Abandoned", "Abandoned"],
  ["SucceededWithIssues", "Canceled", "Canceled"],
  ["SucceededWithIssues", "Failed", "Failed"],
  ["SucceededWithIssues", "Skipped", "Skipped"],
  ["Abandoned", "SucceededWithIssues", "Abandoned"],
  ["Abandoned", "Succeeded", "Abandoned"],
  ["Canceled", "SucceededWithIssues", "Canceled"],
  ["Canceled", "Succeeded", "Canceled"],
  ["Failed", "SucceededWithIssues", "Failed"],
  ["Failed", "Succeeded", "Failed"],
  ["Skipped", "SucceededWithIssues", "Skipped"],
  ["Skipped", "Succeeded", "Skipped"],
  ["SucceededWithIssues", "Succeeded", "SucceededWithIssues"],
  ["Abandoned", "Canceled", "Abandoned"],
  ["Abandoned", "Failed", "Abandoned"],
  ["Abandoned", "Skipped", "Abandoned"],
  ["Canceled", "Abandoned", "Canceled"],
  ["Canceled", "Failed", "Canceled"],
  ["Canceled", "Skipped", "Canceled"],
  ["Failed", "Abandoned", "Abandoned"],
  ["Failed", "Canceled", "Canceled"],
  ["Failed", "Skipped", "Skipped"],
  ["Skipped", "Abandoned", "Skipped"],
  ["Skipped", "Canceled", "Skipped"],
  ["Skipped", "Failed", "Skipped"],
];
