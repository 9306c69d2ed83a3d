import type { JobVariable } from "../local-agent/agent.ts";
import type { EvaluationScope } from "./expression-evaluator.ts";
import { Dictionary, SecretText, toText, type Value } from "./expression-values.ts";
import { compute } from "./located-expression.ts";
import type { VariableEntry } from "./model.ts";
import type { VariableGroup } from "./options.ts";
import { PipelineFileError } from "./place.ts";

/** Variables by lower-case name. */
export type VariableTable = ReadonlyMap<string, JobVariable>;

/** What is needed to compute the entries of `variables:`. */
export interface VariableSources {
  readonly groups: Readonly<Record<string, VariableGroup>>;
  /** Contexts and functions of every runtime expression. */
  readonly shared: Required<EvaluationScope>;
  /** Further contexts, besides `variables`; undefined to omit computed variables, as for a condition. */
  readonly contexts: ReadonlyMap<string, Value> | undefined;
}

/** A table of variables that are not secret. */
export function tableOf(values: Readonly<Record<string, string>>): VariableTable {
  return new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), { name, value }]));
}

/**
 * Adds variables, which replace those of outer levels.
 * @throws PipelineFileError for an unknown group or a wrong value.
 */
export function withEntries(
  outer: VariableTable,
  entries: readonly VariableEntry[],
  sources: VariableSources,
): VariableTable {
  const table = new Map(outer);
  const put = (variable: JobVariable) => table.set(variable.name.toLowerCase(), variable);
  for (const entry of entries) {
    if (entry.kind === "fixed") put(entry);
    if (entry.kind === "group") for (const variable of variablesOf(entry, sources.groups)) put(variable);
  }
  if (sources.contexts === undefined) return table;
  for (const entry of entries) {
    if (entry.kind === "computed") put(computeVariable(entry, table, sources.shared, sources.contexts));
  }
  return table;
}

/** The variables as the context `variables`. */
export function dictionaryOf(table: VariableTable): Dictionary {
  return new Dictionary(
    [...table.values()].map(({ name, value, isSecret }) => [name, textOf(value, isSecret)] as const),
  );
}

/** A text as a value of an expression, marked when it is secret. */
export function textOf(value: string, isSecret: boolean | undefined): Value {
  return isSecret === true ? new SecretText(value) : value;
}

/** @throws PipelineFileError when one of the groups does not exist. */
export function checkGroups(entries: readonly VariableEntry[], groups: VariableSources["groups"]): void {
  for (const entry of entries) if (entry.kind === "group") variablesOf(entry, groups);
}

function variablesOf(
  entry: Extract<VariableEntry, { kind: "group" }>,
  groups: VariableSources["groups"],
): JobVariable[] {
  const group = Object.entries(groups).find(([name]) => name.toLowerCase() === entry.name.toLowerCase())?.[1];
  if (group === undefined) {
    throw new PipelineFileError(
      entry.at,
      `Variable group "${entry.name}" could not be found, or is not authorized for use.`,
    );
  }
  return Object.entries(group).map(([name, value]) =>
    typeof value === "string" ? { name, value } : { name, ...value },
  );
}

function computeVariable(
  entry: Extract<VariableEntry, { kind: "computed" }>,
  table: VariableTable,
  shared: Required<EvaluationScope>,
  further: ReadonlyMap<string, Value>,
): JobVariable {
  const contexts = new Map([...shared.contexts, ...further, ["variables", dictionaryOf(table)]]);
  const value = compute(entry.value, { ...shared, contexts });
  const text = toText(value);
  if (text === undefined) throw new PipelineFileError(entry.value.locate(0), `"${entry.name}" cannot be an object.`);
  return { name: entry.name, value: text, isSecret: value instanceof SecretText, isReadOnly: entry.isReadOnly };
}
