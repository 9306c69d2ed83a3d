import { evaluate, type Surroundings } from "./expression-evaluator.ts";
import { ExpressionError } from "./expression-lexer.ts";
import { type Dialect, type Expression, parseExpression } from "./expression-parser.ts";
import type { Value } from "./expression-values.ts";
import { PipelineFileError, type Place } from "./place.ts";
import type { TextNode } from "./tree.ts";

/** An expression that knows where in the file it stands. */
export interface LocatedExpression {
  readonly text: string;
  readonly parsed: Expression;
  /** Where a character of the expression stands. */
  readonly locate: (offset: number) => Place;
}

/** Parses an expression that is part of a text, from the given character on. @throws PipelineFileError at its fault. */
export function locateExpression(node: TextNode, text: string, from: number, dialect: Dialect): LocatedExpression {
  const locate = (offset: number) => node.locate(from + offset);
  return { text, locate, parsed: atItsPlace(locate, () => parseExpression(text, dialect)) };
}

/** Computes an expression. @throws PipelineFileError at the part that does not fit. */
export function compute(expression: LocatedExpression, surroundings: Surroundings): Value {
  return atItsPlace(expression.locate, () => evaluate(expression.parsed, surroundings));
}

function atItsPlace<T>(locate: (offset: number) => Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) throw new PipelineFileError(locate(error.offset), error.message);
    throw error;
  }
}
