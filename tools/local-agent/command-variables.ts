import { EOL } from "node:os";
import { isDotNetTrue } from "./booleans.ts";
import { escapeCommandText } from "./command-escapes.ts";
import type { Command } from "./command-parser.ts";
import { allowsVariable } from "./restrictions.ts";
import { addSecret, type CommandHandler, decodesPercents, type StepContext } from "./step-context.ts";
import type { VariableFlags, Variables } from "./variables.ts";

/**
 * `task.setvariable`. The order of the checks is the agent's: name, read-only, line breaks, secret, settable, set. When
 * a check fails before the secret is registered, the caller logs the unmasked line, as the agent does.
 */
export const setVariable: CommandHandler = (context, command) => {
  const name = requiredName(command);
  const flags = flagsOf(command);
  refuseReadOnly(context, context.variables, { kind: "variable", name });
  if (flags.isSecret === true) {
    refuseLineBreaks(context, command.data);
    addSecret(context, escapeCommandText(command.data, decodesPercents(context)));
  }
  if (!maySet(context, name)) return;
  store(context, { name, value: command.data, flags, isOutput: isDotNetTrue(command.properties.get("isoutput")) });
};

/** `task.settaskvariable`: sets a variable only for later runs of this task, as `VSTS_TASKVARIABLE_…`. */
export const setTaskVariable: CommandHandler = (context, command) => {
  const name = requiredName(command);
  const flags = flagsOf(command);
  refuseReadOnly(context, context.taskVariables, { kind: "task variable", name });
  if (flags.isSecret === true) refuseLineBreaks(context, command.data);
  context.taskVariables.set(name, command.data, flags);
};

/** `task.setsecret`: registers a literal text. With a line break in it, it never matches a line. */
export const setSecret: CommandHandler = (context, command) => addSecret(context, command.data);

/** `task.prependpath`: adds a folder to the start of PATH for later steps, unless PATH is not settable. */
export const prependPath: CommandHandler = (context, command) => {
  if (!maySet(context, "PATH")) return;
  if (command.data === "") throw new Error("The command task.prependpath needs a folder as its data.");
  const at = context.prependedPath.indexOf(command.data);
  if (at >= 0) context.prependedPath.splice(at, 1);
  context.prependedPath.push(command.data);
};

interface Assignment {
  readonly name: string;
  readonly value: string;
  readonly flags: VariableFlags;
  readonly isOutput: boolean;
}

function store(context: StepContext, { name, value, flags, isOutput }: Assignment): void {
  if (!isOutput && !context.declaredOutputs.has(name.toLowerCase())) {
    context.variables.set(name, value, flags);
    return;
  }
  context.record.setOutput(name, { value, isSecret: flags.isSecret ?? false });
  const isReadOnly = isOutput || flags.isReadOnly === true;
  context.variables.set(`${context.name}.${name}`, value, { ...flags, isReadOnly });
}

function requiredName(command: Command): string {
  const name = command.properties.get("variable");
  if (name !== undefined) return name;
  throw new Error(`Required field 'variable' is missing in ##vso[task.${command.event}] command.`);
}

function flagsOf({ properties }: Command): VariableFlags {
  return {
    isSecret: isDotNetTrue(properties.get("issecret")),
    isReadOnly: isDotNetTrue(properties.get("isreadonly")),
    preserveCase: isDotNetTrue(properties.get("preservecase")),
  };
}

function refuseReadOnly(context: StepContext, variables: Variables, target: { kind: string; name: string }): void {
  if (!variables.isReadOnly(target.name)) return;
  const what = `Overwriting readonly ${target.kind} '${target.name}'`;
  if (isDotNetTrue(context.variables.get("agent.readOnlyVariables"))) throw new Error(`${what} is not permitted.`);
  context.log.warning(`${what}. This behavior will be disabled in the future.`);
}

function refuseLineBreaks(context: StepContext, value: string): void {
  if (!value.includes(EOL) || context.knobs.flag("SYSTEM_UNSAFEALLOWMULTILINESECRET")) return;
  throw new Error("Secrets cannot contain multiple lines");
}

function maySet(context: StepContext, name: string): boolean {
  if (allowsVariable(context.restrictions, name)) return true;
  context.log.warning(`Setting variable '${name}' has been disabled by the task or build definition.`);
  return false;
}
