import { isTruthy } from "./booleans.ts";
import { parseInt32 } from "./numbers.ts";
import { parseTaskResult } from "./results.ts";
import type { CommandHandler } from "./step-context.ts";

/** `task.complete`: merges the result; its data becomes the current operation, which is not masked. */
export const complete: CommandHandler = (context, command) => {
  const result = parseTaskResult(command.properties.get("result"));
  if (result === undefined) throw new Error("Command doesn't have valid result value.");
  context.record.merge(result);
  context.record.progress(100, command.data);
  if (isTruthy(command.properties.get("done"))) context.forceCompletion();
};

/** `task.setprogress`: sets the percentage, which never decreases; its data becomes the current operation. */
export const setProgress: CommandHandler = (context, command) => {
  const percent = parseInt32(command.properties.get("value") ?? "") ?? 0;
  context.record.progress(clampPercent(percent), command.data);
};

/** `task.debug`: text that the log shows only with System.Debug. */
export const debug: CommandHandler = (context, command) => context.log.debug(command.data);

/** Limits a percentage to 0 to 100. */
export function clampPercent(percent: number): number {
  return Math.min(Math.max(percent, 0), 100);
}
