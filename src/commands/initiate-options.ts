import { Failure } from "../core/failure.ts";
import { anyOf, harmless, hasControls } from "../core/text.ts";
import { type AllowedDestinations, addressText, isAtNode, parseAddress } from "../exalate/address.ts";
import type { InitiateRequest } from "../exalate/connection.ts";
import type { Log } from "../pipeline/agent.ts";

/** The inputs of ExalateInitiate@1 by their names, but for the service connection; "" where not given. */
export const initiateInputs = [
  "destinationUrl",
  "private",
  "localShortName",
  "destinationShortName",
  "connectionName",
  "description",
  "project",
  "mode",
  "ifExists",
] as const;

/** Texts as typed. */
export type InitiateInputs = Readonly<Record<(typeof initiateInputs)[number], string>>;

/** What a connection of the same name means. */
export type IfExists = "reuse" | "replace" | "fail";

/** What to initiate, checked. */
export interface InitiateOptions extends InitiateRequest {
  readonly ifExists: IfExists;
}

/** What the inputs are checked against. */
export interface InitiateContext {
  readonly nodeUrl: URL;
  /** Undefined where the admin sets no limit. */
  readonly allowedDestinations: AllowedDestinations | undefined;
  /** The project of the pipeline; the default of the input `project`. */
  readonly pipelineProject: string | undefined;
  readonly log: Pick<Log, "warning">;
}

/** The only length that Exalate's documentation ever gave for a name, in characters. */
const longestName = 255;

/** Checks the inputs as the console's wizard would, and fills in defaults. Raises EXA101 to EXA111. */
export function initiateOptions(inputs: InitiateInputs, context: InitiateContext): InitiateOptions {
  const given = withoutUnexpanded(inputs);
  const isPrivate = booleanOf("private", given.private);
  const localShortName = nameOf("localShortName", required("localShortName", given, inputs));
  const destinationShortName = nameOf("destinationShortName", required("destinationShortName", given, inputs));
  const destinationUrl = destinationOf(given, inputs, isPrivate, context);
  const { description } = given;
  const options: InitiateOptions = {
    localShortName,
    destinationShortName,
    connectionName: nameOf("connectionName", given.connectionName || `${localShortName}_to_${destinationShortName}`),
    ...(description === "" ? {} : { description }),
    private: isPrivate,
    ...(destinationUrl === undefined ? {} : { destinationUrl }),
    project: nameOf("project", projectOf(given, inputs, context)),
    mode: modeOf(given.mode),
    ifExists: choiceOf("ifExists", given.ifExists, ["reuse", "replace", "fail"]),
  };
  warnOfUnexpanded(inputs, context.log);
  return options;
}

const unexpanded = /^\$\([^)]+\)$/;

/** Azure Pipelines leaves `$(name)` as it is when no such variable exists: the input counts as not given. */
function withoutUnexpanded(inputs: InitiateInputs): InitiateInputs {
  const kept = (name: keyof InitiateInputs) => (unexpanded.test(inputs[name].trim()) ? "" : inputs[name].trim());
  return Object.fromEntries(initiateInputs.map((name) => [name, kept(name)])) as InitiateInputs;
}

function warnOfUnexpanded(inputs: InitiateInputs, log: Pick<Log, "warning">): void {
  for (const name of initiateInputs.filter((each) => unexpanded.test(inputs[each].trim()))) {
    log.warning(
      `The input "${name}" is ${inputs[name].trim()}, but no variable of that name exists here; it counts as not given.`,
    );
  }
}

function required(name: keyof InitiateInputs, given: InitiateInputs, inputs: InitiateInputs): string {
  if (given[name] !== "") return given[name];
  if (unexpanded.test(inputs[name].trim())) throw notExpanded(name, inputs[name].trim());
  throw new Failure("EXA101", `The input "${name}" is missing.`, "Give it in the step's inputs.");
}

function notExpanded(name: string, value: string): Failure {
  return new Failure(
    "EXA102",
    `The input "${name}" is "${harmless(value)}": a variable in it was not expanded, since none of that name exists in this job.`,
    "Check the spelling of the variable and that it is set before this step; a variable group must be referenced in this pipeline.",
  );
}

function booleanOf(name: string, text: string): boolean {
  return choiceOf(name, text, ["false", "true"]) === "true";
}

/** The first choice is the default. */
function choiceOf<T extends string>(name: string, text: string, choices: readonly [T, ...T[]]): T {
  if (text === "") return choices[0];
  const chosen = choices.find((choice) => choice === text.toLowerCase());
  if (chosen !== undefined) return chosen;
  throw new Failure("EXA110", `The input "${name}" is "${harmless(text)}".`, `Use ${anyOf(choices)}.`);
}

function modeOf(text: string): "script" | "basic" {
  if (text.toLowerCase() === "visual") {
    throw new Failure(
      "EXA107",
      'The input "mode" is "visual", and a Visual connection cannot be initiated here: it is set up by both sides\' admins together in a browser.',
      "Use script or basic, or set the Visual connection up in the Exalate console.",
    );
  }
  return choiceOf("mode", text, ["script", "basic"]);
}

function nameOf(input: string, name: string): string {
  if (/\$\([^)]+\)/.test(name)) throw notExpanded(input, name);
  if (hasControls(name)) {
    throw new Failure(
      "EXA111",
      `The input "${input}" holds a line break or control character.`,
      "Write it on one line.",
    );
  }
  const { length } = [...name];
  if (length <= longestName) return name;
  throw new Failure(
    "EXA106",
    `The ${input} is ${length} characters long; Exalate allows ${longestName}.`,
    input === "connectionName"
      ? 'Give a shorter "connectionName"; without one it is made of the two short names.'
      : `Give a shorter "${input}".`,
  );
}

function projectOf(given: InitiateInputs, inputs: InitiateInputs, context: InitiateContext): string {
  return given.project || context.pipelineProject || required("project", given, inputs);
}

function destinationOf(
  given: InitiateInputs,
  inputs: InitiateInputs,
  isPrivate: boolean,
  context: InitiateContext,
): string | undefined {
  if (isPrivate) return noDestination(given, context);
  const text = required("destinationUrl", given, inputs);
  if (/\$\([^)]+\)/.test(text)) throw notExpanded("destinationUrl", text);
  const url = parseAddress(text, 'the input "destinationUrl"');
  if (isAtNode(url.href, context.nodeUrl.href)) throw ownNode(url);
  if (context.allowedDestinations?.allows(url) === false) throw notAllowed(url.host, context.allowedDestinations);
  return addressText(url);
}

function noDestination(given: InitiateInputs, { allowedDestinations }: InitiateContext): undefined {
  if (given.destinationUrl !== "") {
    throw new Failure(
      "EXA105",
      'The inputs say "private: true", which means a destination without a URL, and give a "destinationUrl" as well.',
      'Remove one of the two. In the classic editor, untick "private" to see and clear the URL.',
    );
  }
  if (allowedDestinations?.allowsPrivate === false) throw notAllowed("A private destination", allowedDestinations);
}

function notAllowed(what: string, allowed: AllowedDestinations): Failure {
  return new Failure(
    "EXA108",
    `${what} is not among the destinations that the service connection allows: ${allowed.text}.`,
    'Use an allowed destination, or ask an administrator of the service connection to extend "Allowed destinations" (the word private there allows private ones).',
  );
}

/** EXA109: a connection of a node with itself, which Exalate calls local and Azure DevOps does not support. */
export function ownNode(url: URL): Failure {
  return new Failure(
    "EXA109",
    `The destination ${addressText(url)} is the node of the service connection itself.`,
    'Give the other instance\'s address as "destinationUrl"; a local connection is not supported.',
  );
}
