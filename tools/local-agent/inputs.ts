import { isAbsolute, resolve } from "node:path";
import { endpointsOf, findEndpoint, type ServiceEndpoint } from "./endpoints.ts";
import { expandMacros, type MacroSource } from "./macros.ts";
import type { TaskDefinition, TaskInput } from "./task-definition.ts";

const connectionPrefix = "connectedservice:";

/**
 * Converts inputs as the server does when a run is queued: an alias to the input's name, the name of a service
 * connection to its id. The name of a connection input must match task.json exactly; otherwise its value stays
 * unchanged.
 * @throws PipelineError for an unknown connection or one of another type
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
 * The inputs for the handler: given values override the defaults of task.json, names in any case. Values are trimmed
 * *before* macros are expanded, so that the value of a variable keeps its blanks.
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
 * Makes inputs of type `filePath` absolute paths in a folder (TaskRunner.TranslateFilePathInput and GetRootedPath of
 * the job extensions). An empty input becomes the folder itself. Without a folder, relative paths stay unchanged.
 */
export function rootFilePaths(
  definition: TaskDefinition,
  inputs: ReadonlyMap<string, string>,
  folder: string | undefined,
): Map<string, string> {
  const paths = (definition.inputs ?? []).filter(({ type }) => type?.toLowerCase() === "filepath");
  const names = new Set(paths.map(({ name }) => name.trim().toLowerCase()));
  const rooted = (name: string, value: string) =>
    names.has(name.toLowerCase()) ? rootedPath(withoutQuotes(value), folder) : value;
  return new Map([...inputs].map(([name, value]) => [name, rooted(name, value)]));
}

function rootedPath(path: string, folder: string | undefined): string {
  return folder === undefined && !isAbsolute(path) ? path : resolve(folder ?? "", path);
}

function withoutQuotes(path: string): string {
  return process.platform === "win32" ? path.replace(/^"+|"+$/g, "") : path;
}

/** Expands macros with each source in turn: first the job's variables, then the agent's environment. */
export function expandAll(text: string, sources: readonly MacroSource[]): string {
  return sources.reduce(expandMacros, text);
}

/** The connections that a task's inputs reference. The agent passes only these to the task. */
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
