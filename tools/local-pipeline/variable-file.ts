import { readFile } from "node:fs/promises";
import { isObject, jsonOrUndefined } from "../../src/core/json.ts";
import type { VariableGroup } from "./options.ts";

/**
 * Reads variable groups from a JSON file: `{"<group>": {"<name>": {"value": "...", "isSecret": true}}}`; a variable that
 * is not secret can also be a plain text.
 * @throws Error for anything else, which names the place but never shows a value, and from the file system
 */
export async function readVariableGroups(file: string): Promise<Record<string, VariableGroup>> {
  const groups = jsonOrUndefined(await readFile(file, "utf8"));
  if (!isObject(groups)) throw new Error(`${file} is not a JSON object with variable groups.`);
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, readGroup(group, file, name)]));
}

function readGroup(group: unknown, file: string, name: string): VariableGroup {
  if (!isObject(group)) throw new Error(`${file}: the group "${name}" is not an object with variables.`);
  const variables = Object.entries(group);
  return Object.fromEntries(variables.map(([key, value]) => [key, readVariable(value, file, `${name}.${key}`)]));
}

function readVariable(variable: unknown, file: string, path: string): VariableGroup[string] {
  if (typeof variable === "string") return variable;
  const { value, isSecret = false } = isObject(variable) ? variable : {};
  if (typeof value === "string" && typeof isSecret === "boolean") return { value, isSecret };
  throw new Error(
    `${file}: the variable "${path}" needs a text, or "value" with a text and "isSecret" with true or false.`,
  );
}
