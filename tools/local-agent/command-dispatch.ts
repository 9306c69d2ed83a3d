import { unescapeCommandText } from "./command-escapes.ts";
import { type CommandArea, commandAreas } from "./command-handlers.ts";
import { type Command, mentionsCommand, parseCommand } from "./command-parser.ts";
import { isHostType } from "./host-types.ts";
import { allowsAllCommands } from "./restrictions.ts";
import { decodesPercents, type StepContext } from "./step-context.ts";

/** Handles one line of a task's output: executes a logging command, writes anything else to the log. */
export function handleLine(context: StepContext, line: string): void {
  if (!tryCommand(context, line)) context.log.write(line);
}

// False means "print the line": it is not a command, or this kind of job does not support it.
function tryCommand(context: StepContext, line: string): boolean {
  const command = parseCommand(line, decodesPercents(context));
  if (command === undefined) {
    if (mentionsCommand(line)) {
      context.log.warning(`'${line}' contains logging command keyword '##vso', but it's not a legal command.`);
    }
    return false;
  }
  const area = commandAreas.get(command.area.toLowerCase());
  if (area === undefined) {
    context.log.warning(`Cannot find command extension for ##vso[${command.area}.command].`);
    return true;
  }
  const hostType = context.variables.get("System.HostType")?.toLowerCase() ?? "";
  if (!supports(area, hostType)) {
    fail(context, `${command.area} commands are not supported for ${hostType} flow.`);
    return false;
  }
  execute(context, command, line);
  return true;
}

function execute(context: StepContext, command: Command, line: string): void {
  try {
    run(context, command);
  } catch (error) {
    // The agent logs the raw line, so a secret that the command has not registered yet is visible.
    fail(context, `Unable to process command '${line}' successfully.`);
    context.log.error(error instanceof Error ? error.message : String(error));
  } finally {
    if (`${command.area}.${command.event}`.toLowerCase() !== "task.debug") showProcessed(context, line);
  }
}

// Agents since v3.220 print the unescaped line, with the line breaks of its values.
function showProcessed(context: StepContext, line: string): void {
  context.log.debug(`Processed: ${unescapeCommandText(line, decodesPercents(context))}`);
}

// A job of an unknown kind supports every command.
function supports({ hostTypes }: CommandArea, hostType: string): boolean {
  return hostTypes === undefined || !isHostType(hostType) || hostTypes.includes(hostType);
}

function run(context: StepContext, command: Command): void {
  const known = commandAreas.get(command.area.toLowerCase())?.commands.get(command.event.toLowerCase());
  if (known === undefined) {
    throw new Error(`##vso[${command.area}.${command.event}] is not a recognized command for ${command.area}.`);
  }
  if (!known.allowedWhenRestricted && !allowsAllCommands(context.restrictions)) {
    context.log.warning(
      `##vso[${command.area}.${command.event}] is not allowed in this step due to policy restrictions.`,
    );
    return;
  }
  known.run(context, command);
}

function fail(context: StepContext, message: string): void {
  context.log.error(message);
  context.record.commandResult = "Failed";
}
