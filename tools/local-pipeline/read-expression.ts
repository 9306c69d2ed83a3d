import type { Dialect } from "./expression-parser.ts";
import type { Fields } from "./fields.ts";
import { type LocatedExpression, locateExpression } from "./located-expression.ts";
import { PipelineFileError } from "./place.ts";
import type { TextNode } from "./tree.ts";

/** Reads `condition:`. @throws PipelineFileError when it is no expression, or one that does not fit there. */
export function readCondition(fields: Fields, dialect: Dialect): LocatedExpression | undefined {
  const node = fields.text("condition");
  if (node === undefined || node.text.trim() === "") return undefined;
  if (node.text.trimStart().startsWith("$[")) {
    throw new PipelineFileError(node.at, `A condition is an expression by itself: leave out "$[" and "]".`);
  }
  return locateExpression(node, node.text, 0, dialect);
}

const runtime = /^\s*\$\[(.*)\]\s*$/s;

/**
 * Reads a variable's value that is a runtime expression; `undefined` for one that is none.
 * @throws PipelineFileError when it is only part of the value, or does not fit.
 */
export function readRuntimeExpression(node: TextNode, dialect: Dialect): LocatedExpression | undefined {
  const text = runtime.exec(node.text)?.[1];
  if (text !== undefined) return locateExpression(node, text, node.text.indexOf("$[") + 2, dialect);
  refuseRuntimeExpression(node, `"$[ ]" must be the whole value of a variable.`);
  return undefined;
}

/** @throws PipelineFileError when the text holds `$[`, which Azure Pipelines would not compute there. */
export function refuseRuntimeExpression(node: TextNode, sentence: string): void {
  const start = node.text.search(/\$\[\s*\w/);
  if (start >= 0 && node.text.includes("]", start)) throw new PipelineFileError(node.locate(start), sentence);
}
