import type { Dialect } from "./expression-parser.ts";
import type { Fields } from "./fields.ts";
import { type LocatedExpression, locateExpression } from "./located-expression.ts";
import { PipelineFileError } from "./place.ts";
import type { TextNode } from "./tree.ts";

/** Reads `condition:`. @throws PipelineFileError when it is not an expression that is valid there. */
export function readCondition(fields: Fields, dialect: Dialect): LocatedExpression | undefined {
  const node = fields.text("condition");
  if (node === undefined || node.text.trim() === "") return undefined;
  if (node.text.trimStart().startsWith("$[")) {
    throw new PipelineFileError(node.at, `A condition is always an expression: remove "$[" and "]".`);
  }
  return locateExpression(node, node.text, 0, dialect);
}

const runtime = /^\s*\$\[(.*)\]\s*$/s;

/**
 * Reads a variable's value as a runtime expression; `undefined` when it is not one.
 * @throws PipelineFileError when the expression is only part of the value, or is not valid there
 */
export function readRuntimeExpression(node: TextNode, dialect: Dialect): LocatedExpression | undefined {
  const text = runtime.exec(node.text)?.[1];
  if (text !== undefined) return locateExpression(node, text, node.text.indexOf("$[") + 2, dialect);
  refuseRuntimeExpression(node, `"$[ ]" must be the whole value of a variable.`);
  return undefined;
}

/** @throws PipelineFileError when the text contains `$[ ]`, which Azure Pipelines would not compute there. */
export function refuseRuntimeExpression(node: TextNode, sentence: string): void {
  const start = node.text.search(/\$\[\s*\w/);
  if (start >= 0 && node.text.includes("]", start)) throw new PipelineFileError(node.locate(start), sentence);
}
