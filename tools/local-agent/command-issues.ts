import { isTruthy } from "./booleans.ts";
import type { Command } from "./command-parser.ts";
import type { CommandHandler, StepContext } from "./step-context.ts";

/** `task.logissue`, also named `task.issue`: an error or warning with a code and a place in a source file. */
export const logIssue: CommandHandler = (context, command) => {
  const type = command.properties.get("type")?.toLowerCase();
  if (type === undefined) {
    context.log.warning("Can't create TaskIssue from logging event.");
    return;
  }
  if (type !== "error" && type !== "warning") throw new Error(`issue type ${type} is not an expected issue type.`);
  context.log.addIssue(type, messageOf(command), Object.fromEntries(knownSource(context, command)));
};

/**
 * When the job's knob is on, a task needs the job's correlation id to name the source of an issue. The agent gives the
 * id only to Microsoft's own tasks, so every id that arrives here is wrong.
 */
function knownSource(context: StepContext, { properties }: Command): Map<string, string> {
  const kept = new Map(properties);
  if (!isTruthy(context.variables.get("ENABLE_ISSUE_SOURCE_VALIDATION"))) return kept;
  kept.delete("source");
  if (kept.delete("correlationid")) {
    context.log.debug("The task provided an invalid correlation ID when using the task.issue command.");
  }
  return kept;
}

// The text contains the code only when there is a source path.
function messageOf({ properties, data }: Command): string {
  const path = properties.get("sourcepath");
  if (path === undefined) return data;
  const part = (name: string) => properties.get(name) ?? "";
  return `${path}(${part("linenumber")},${part("columnnumber")}): ${part("type")} ${part("code")}: ${data}`;
}
