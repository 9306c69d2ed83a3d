import type { Command } from "./command-parser.ts";
import type { CommandHandler } from "./step-context.ts";

/** `task.logissue`, also called `task.issue`: an error or warning with a code and a place in a source file. */
export const logIssue: CommandHandler = (context, command) => {
  const type = command.properties.get("type")?.toLowerCase();
  if (type === undefined) {
    context.log.warning("Can't create TaskIssue from logging event.");
    return;
  }
  if (type !== "error" && type !== "warning") throw new Error(`issue type ${type} is not an expected issue type.`);
  context.log.addIssue(type, messageOf(command), Object.fromEntries(command.properties));
};

// Only with a source path does the code reach the text.
function messageOf({ properties, data }: Command): string {
  const path = properties.get("sourcepath");
  if (path === undefined) return data;
  const part = (name: string) => properties.get(name) ?? "";
  return `${path}(${part("linenumber")},${part("columnnumber")}): ${part("type")} ${part("code")}: ${data}`;
}
