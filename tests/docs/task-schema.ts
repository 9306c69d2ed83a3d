import type { JSONSchema } from "azure-pipelines-language-service";

/** The members of an input that decide how it may be written in YAML. */
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

/** The members of a task.json that decide how its step may be written in YAML. */
export interface SchemaTask {
  readonly name: string;
  readonly friendlyName: string;
  readonly version: { readonly Major: number };
  readonly inputs?: readonly SchemaInput[];
}

/**
 * A schema of pipelines, in the form that Microsoft publishes, with these tasks added to the ones it knows.
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

/** How a task is called in YAML: `ExalateInitiate@1`. */
export function yamlName({ name, version }: Pick<SchemaTask, "name" | "version">): string {
  return `${name}@${version.Major}`;
}

function nameSchema(task: SchemaTask): JSONSchema {
  return { description: task.friendlyName, doNotSuggest: false, ignoreCase: "value", enum: [yamlName(task)] };
}

/** What a step of this task may hold; `inputs` itself is required as soon as one input is. */
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

/** The first alias is the name that YAML goes by. */
function shownName({ name, aliases = [] }: SchemaInput): string {
  return aliases[0] ?? name;
}

/** One with a default, or shown only under a rule, may be left out. */
function isRequired({ required, defaultValue = "", visibleRule = "" }: SchemaInput): boolean {
  return required === true && defaultValue === "" && visibleRule === "";
}

function inputSchema(input: SchemaInput): JSONSchema {
  const [shown, ...others] = [...(input.aliases ?? []), input.name];
  const aliases = others.filter((name) => name !== shown);
  const description = input.label ?? input.name;
  return { description, ...valueSchema(input), ...(aliases.length > 0 ? { aliases } : {}) };
}

/** A value that is only known when the pipeline runs: the published schema's own lists of choices refuse it falsely. */
const macro: JSONSchema = { type: "string", pattern: "^\\$(\\(|\\[|\\{\\{)" };

function valueSchema({ type, options }: SchemaInput): JSONSchema {
  if (type === "boolean") return { type: "boolean", ignoreCase: "key" };
  if (type === "int") return { type: "integer", ignoreCase: "key" };
  const choices = /^(pickList|radio)$/.test(type) ? Object.keys(options ?? {}) : [];
  if (choices.length > 0) return { ignoreCase: "key", anyOf: [{ enum: choices, ignoreCase: "all" }, macro] };
  // The server looks a service connection up by the exact name of its input (azure-pipelines-task-lib, issue 539).
  return type.startsWith("connectedService:") ? { type: "string" } : { type: "string", ignoreCase: "key" };
}
