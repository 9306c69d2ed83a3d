import { type EvaluationScope, evaluate } from "./expression-evaluator.ts";
import { ExpressionError } from "./expression-lexer.ts";
import { type Dialect, type Expression, parseExpression } from "./expression-parser.ts";
import type { Value } from "./expression-values.ts";
import { PipelineFileError, type Place } from "./place.ts";
import type { TextNode } from "./tree.ts";

/** An expression and its place in the file. */
export interface LocatedExpression {
  readonly text: string;
  readonly parsed: Expression;
  /** The place in the file of a character of the expression. */
  readonly locate: (offset: number) => Place;
}

/** Parses an expression that begins at the given character of a text. @throws PipelineFileError at the wrong part. */
export function locateExpression(node: TextNode, text: string, from: number, dialect: Dialect): LocatedExpression {
  const locate = (offset: number) => node.locate(from + offset);
  return { text, locate, parsed: withPlace(locate, () => parseExpression(text, dialect)) };
}

/** Computes an expression. @throws PipelineFileError at the part with a wrong value. */
export function compute(expression: LocatedExpression, scope: EvaluationScope): Value {
  return withPlace(expression.locate, () => evaluate(expression.parsed, scope));
}

function withPlace<T>(locate: (offset: number) => Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) throw new PipelineFileError(locate(error.offset), error.message);
    throw error;
  }
}
