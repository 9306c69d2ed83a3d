import { resolve } from "node:path";
import { endpointsOf, findEndpoint, type ServiceEndpoint } from "./endpoints.ts";
import { expandMacros, type MacroSource } from "./macros.ts";
import type { TaskDefinition, TaskInput } from "./task-definition.ts";

const connectionPrefix = "connectedservice:";

/**
 * What the server does when a run is queued: an alias becomes the input's name, the name of a service connection its id.
 * The name of a connection input must match task.json letter by letter, otherwise its value is passed on as it is.
 * @throws PipelineError for a connection that is not there or of another type.
 */
export function queueInputs(
  definition: TaskDefinition,
  given: Readonly<Record<string, string>>,
  endpoints: readonly ServiceEndpoint[],
  context: { readonly stepName: string; readonly macros: MacroSource },
): Map<string, string> {
  const queued = new Map<string, string>();
  for (const [key, value] of Object.entries(given)) {
    const input = inputNamed(definition, key);
    const type = input === undefined ? undefined : connectionType(input);
    if (input === undefined || type === undefined) {
      queued.set(input?.name ?? key, value);
      continue;
    }
    const reference = { stepName: context.stepName, inputName: input.name, type };
    const ids = expandMacros(value, context.macros)
      .split(",")
      .map((each) => each.trim())
      .filter((each) => each !== "")
      .map((each) => findEndpoint(endpoints, each, reference).id.toLowerCase());
    queued.set(input.name, ids.join(","));
  }
  return queued;
}

/**
 * The inputs as the handler gets them: defaults of task.json under what was given, names in any case, trimmed *before*
 * macros are expanded so that a value out of a variable keeps its blanks.
 */
export function resolveInputs(
  definition: TaskDefinition,
  queued: ReadonlyMap<string, string>,
  sources: readonly MacroSource[],
): Map<string, string> {
  const resolved = new Map<string, { name: string; value: string }>();
  const put = (name: string, value: string) => resolved.set(name.trim().toLowerCase(), { name: name.trim(), value });
  for (const input of definition.inputs ?? []) put(input.name, String(input.defaultValue ?? ""));
  for (const [name, value] of queued) put(name, value);
  return new Map([...resolved.values()].map(({ name, value }) => [name, expandAll(value.trim(), sources)]));
}

/**
 * Roots the inputs of type `filePath` in a folder, as the agent does in a job that has checked out its repository
 * (TaskRunner.TranslateFilePathInput): one that is empty becomes the folder itself.
 */
export function rootFilePaths(
  definition: TaskDefinition,
  inputs: ReadonlyMap<string, string>,
  folder: string,
): Map<string, string> {
  const paths = (definition.inputs ?? []).filter(({ type }) => type?.toLowerCase() === "filepath");
  const names = new Set(paths.map(({ name }) => name.trim().toLowerCase()));
  const rooted = (name: string, value: string) =>
    names.has(name.toLowerCase()) ? resolve(folder, withoutQuotes(value)) : value;
  return new Map([...inputs].map(([name, value]) => [name, rooted(name, value)]));
}

function withoutQuotes(path: string): string {
  return process.platform === "win32" ? path.replace(/^"+|"+$/g, "") : path;
}

/** Expands macros by each source in turn: the job's variables first, then the agent's environment. */
export function expandAll(text: string, sources: readonly MacroSource[]): string {
  return sources.reduce(expandMacros, text);
}

/** The connections that a task's inputs reference; the agent passes no others. */
export function referencedEndpoints(
  definition: TaskDefinition,
  inputs: ReadonlyMap<string, string>,
  endpoints: readonly ServiceEndpoint[],
): ServiceEndpoint[] {
  const values = new Map([...inputs].map(([name, value]) => [name.toLowerCase(), value]));
  const referenced = (definition.inputs ?? [])
    .filter((input) => connectionType(input) !== undefined)
    .flatMap((input) => endpointsOf(endpoints, values.get(input.name.toLowerCase()) ?? ""));
  return [...new Set(referenced)];
}

function inputNamed(definition: TaskDefinition, key: string): TaskInput | undefined {
  const wanted = key.toLowerCase();
  return definition.inputs?.find((input) => {
    if (connectionType(input) !== undefined && input.name.toLowerCase() === wanted) return input.name === key;
    return (
      input.name.toLowerCase() === wanted || input.aliases?.some((alias) => alias.toLowerCase() === wanted) === true
    );
  });
}

function connectionType(input: TaskInput): string | undefined {
  const type = input.type ?? "";
  if (!type.toLowerCase().startsWith(connectionPrefix)) return undefined;
  return type.slice(connectionPrefix.length).split(":")[0];
}
