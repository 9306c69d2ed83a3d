import { parseEnumNumber } from "./numbers.ts";

/** All results, mildest first. The order decides merges and is the order of the agent's numbers. */
const resultsByWeight = ["Succeeded", "SucceededWithIssues", "Failed", "Canceled", "Skipped", "Abandoned"] as const;

/** The result of a step, spelled as in `task.complete result=…`. */
export type TaskResult = (typeof resultsByWeight)[number];

/**
 * Reads a result as the agent does: a name, several names, or a number. Names are case-sensitive in `task.complete`.
 * Returns `undefined` for anything else, also for a number without a name: the agent sends it to the server, and it is
 * not known what the server does with it.
 */
export function parseTaskResult(text: string | undefined, ignoresCase = false): TaskResult | undefined {
  const number = parseEnumNumber(text ?? "", resultsByWeight, ignoresCase);
  return number === undefined ? undefined : resultsByWeight[number];
}

/** The worse of two results, up to Failed. Canceled, Skipped and Abandoned never change (TaskResultUtil). */
export function mergeResults(current: TaskResult | undefined, next: TaskResult): TaskResult {
  if (current === undefined) return next;
  if (weight(current) > weight("Failed")) return current;
  return weight(next) >= weight(current) ? next : current;
}

function weight(result: TaskResult): number {
  return resultsByWeight.indexOf(result);
}
