import type { Dialect } from "./expression-parser.ts";
import { Fields, refuseDuplicates } from "./fields.ts";
import type { VariableEntry } from "./model.ts";
import { PipelineFileError } from "./place.ts";
import { readRuntimeExpression } from "./read-expression.ts";
import { expectText, type TextNode, type TreeNode } from "./tree.ts";

/** Reads `variables:`, a mapping or a list. @throws PipelineFileError for anything that is not a variable. */
export function readVariables(fields: Fields, dialect: Dialect): VariableEntry[] {
  const node = fields.node("variables");
  if (node === undefined) return [];
  if (node.kind === "list") return node.items.map((item) => readItem(item, dialect));
  if (node.kind === "text") throw new PipelineFileError(node.at, `"variables" must be a mapping or a list.`);
  refuseDuplicates(node);
  return node.entries.map(({ key, value }) => variable(key, expectText(value, `"${key.text}"`), false, dialect));
}

function readItem(item: TreeNode, dialect: Dialect): VariableEntry {
  const fields = new Fields(item, "an item of variables");
  return fields.has("group") ? readGroup(item) : readNamed(item, dialect);
}

function readGroup(item: TreeNode): VariableEntry {
  const fields = new Fields(item, "a variable group");
  const group = fields.requiredText("group");
  fields.finish();
  return { kind: "group", name: group.text, at: group.at };
}

function readNamed(item: TreeNode, dialect: Dialect): VariableEntry {
  const fields = new Fields(item, "a variable");
  const name = fields.requiredText("name");
  const value = fields.text("value");
  const isReadOnly = fields.flag("readonly", false);
  fields.finish();
  if (value === undefined) throw new PipelineFileError(name.at, `The variable "${name.text}" needs "value".`);
  return variable(name, value, isReadOnly, dialect);
}

const reservedPrefix = /^(endpoint|input|secret|path|securefile)/i;

function variable(name: TextNode, value: TextNode, isReadOnly: boolean, dialect: Dialect): VariableEntry {
  if (!/^[\w.-]+$/.test(name.text))
    throw new PipelineFileError(name.at, `"${name.text}" is not a valid name for a variable.`);
  if (reservedPrefix.test(name.text)) {
    throw new PipelineFileError(name.at, `"${name.text}" begins with a prefix that Azure Pipelines reserves.`);
  }
  const expression = readRuntimeExpression(value, dialect);
  if (expression !== undefined) return { kind: "computed", name: name.text, value: expression, isReadOnly };
  return { kind: "fixed", name: name.text, value: value.text, isReadOnly };
}
