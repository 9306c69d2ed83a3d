import type { JSONSchema } from "azure-pipelines-language-service";

/** The members of an input that determine its form in YAML. */
export interface SchemaInput {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly type: string;
  readonly label?: string;
  readonly required?: boolean;
  readonly defaultValue?: string | boolean;
  readonly visibleRule?: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** The members of a task.json that determine the form of its step in YAML. */
export interface SchemaTask {
  readonly name: string;
  readonly friendlyName: string;
  readonly version: { readonly Major: number };
  readonly inputs?: readonly SchemaInput[];
}

/**
 * A copy of a pipeline schema, in the form that Microsoft publishes, with these tasks added.
 * @throws Error when the schema does not list tasks as the published one does
 */
export function withTasks(published: JSONSchema, tasks: readonly SchemaTask[]): JSONSchema {
  const schema = structuredClone(published);
  const step = schema.definitions?.task;
  const names = step?.properties?.task?.anyOf;
  if (!step?.anyOf || !names) throw new Error("The schema has no list of tasks at definitions.task.");
  step.anyOf.push(...tasks.map(stepSchema));
  names.push(...tasks.map(nameSchema));
  return schema;
}

/** The name of a task in YAML, for example `ExalateInitiate@1`. */
export function yamlName({ name, version }: Pick<SchemaTask, "name" | "version">): string {
  return `${name}@${version.Major}`;
}

function nameSchema(task: SchemaTask): JSONSchema {
  return { description: task.friendlyName, doNotSuggest: false, ignoreCase: "value", enum: [yamlName(task)] };
}

/** The schema of a step of this task. `inputs` is required when at least one input is. */
export function stepSchema(task: SchemaTask): JSONSchema {
  const inputs = inputsSchema(task);
  return {
    properties: {
      task: { description: task.friendlyName, ignoreCase: "value", pattern: `^${yamlName(task)}$` },
      inputs,
    },
    doNotSuggest: false,
    firstProperty: ["task"],
    required: inputs.required?.length === 0 ? ["task"] : ["task", "inputs"],
  };
}

function inputsSchema({ friendlyName, inputs = [] }: SchemaTask): JSONSchema {
  return {
    description: `${friendlyName} inputs`,
    properties: Object.fromEntries(inputs.map((input) => [shownName(input), inputSchema(input)])),
    additionalProperties: false,
    required: inputs.filter(isRequired).map(shownName),
  };
}

/** The name of an input in YAML, which is its first alias. */
function shownName({ name, aliases = [] }: SchemaInput): string {
  return aliases[0] ?? name;
}

/** Whether an input is required. Inputs with a default or a visibleRule are optional. */
function isRequired({ required, defaultValue = "", visibleRule = "" }: SchemaInput): boolean {
  return required === true && defaultValue === "" && visibleRule === "";
}

function inputSchema(input: SchemaInput): JSONSchema {
  const [shown, ...others] = [...(input.aliases ?? []), input.name];
  const aliases = others.filter((name) => name !== shown);
  const description = input.label ?? input.name;
  return { description, ...valueSchema(input), ...(aliases.length > 0 ? { aliases } : {}) };
}

/** A value that is only known at run time. The lists of choices in the published schema refuse it wrongly. */
const macro: JSONSchema = { type: "string", pattern: "^\\$(\\(|\\[|\\{\\{)" };

function valueSchema({ type, options }: SchemaInput): JSONSchema {
  if (type === "boolean") return { type: "boolean", ignoreCase: "key" };
  if (type === "int") return { type: "integer", ignoreCase: "key" };
  const choices = /^(pickList|radio)$/.test(type) ? Object.keys(options ?? {}) : [];
  if (choices.length > 0) return { ignoreCase: "key", anyOf: [{ enum: choices, ignoreCase: "all" }, macro] };
  // The server finds a service connection by the exact name of its input (azure-pipelines-task-lib, issue 539).
  return type.startsWith("connectedService:") ? { type: "string" } : { type: "string", ignoreCase: "key" };
}
