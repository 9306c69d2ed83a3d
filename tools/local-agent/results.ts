/** What a step or a `task.complete` can end with, mildest first; the order decides merges. */
const resultsByWeight = ["Succeeded", "SucceededWithIssues", "Failed", "Canceled", "Skipped", "Abandoned"] as const;

/** The result of a step, spelled as `task.complete result=…` spells it. */
export type TaskResult = (typeof resultsByWeight)[number];

/** Reads a result name. Case matters, as it does to the agent; anything else is `undefined`. */
export function parseTaskResult(text: string | undefined): TaskResult | undefined {
  return resultsByWeight.find((result) => result === text);
}

/** Worst wins between Succeeded, SucceededWithIssues and Failed; once beyond Failed a result sticks (TaskResultUtil). */
export function mergeResults(current: TaskResult | undefined, coming: TaskResult): TaskResult {
  if (current === undefined) return coming;
  if (weight(current) > weight("Failed")) return current;
  return weight(coming) >= weight(current) ? coming : current;
}

function weight(result: TaskResult): number {
  return resultsByWeight.indexOf(result);
}
