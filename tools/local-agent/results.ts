import { parseEnumNumber } from "./numbers.ts";

/** What a step or a `task.complete` can end with, mildest first; the order decides merges and is that of the numbers. */
const resultsByWeight = ["Succeeded", "SucceededWithIssues", "Failed", "Canceled", "Skipped", "Abandoned"] as const;

/** The result of a step, spelled as `task.complete result=…` spells it. */
export type TaskResult = (typeof resultsByWeight)[number];

/**
 * Reads a result as the agent does: a name or names, or the number of one. In `task.complete` the case of a name matters.
 * Anything else is `undefined`; so is a number without a name, which the agent would send to a server of unknown mind.
 */
export function parseTaskResult(text: string | undefined, ignoresCase = false): TaskResult | undefined {
  const number = parseEnumNumber(text ?? "", resultsByWeight, ignoresCase);
  return number === undefined ? undefined : resultsByWeight[number];
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
