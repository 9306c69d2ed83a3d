import { type ExpressionFunction, generalFunctions } from "./expression-functions.ts";
import { ExpressionError } from "./expression-lexer.ts";
import type { Expression } from "./expression-parser.ts";
import { Dictionary, isList, toNumber, toText, type Value } from "./expression-values.ts";

/** What an expression can see; all names in lower case. */
export interface Surroundings {
  readonly contexts: ReadonlyMap<string, Value>;
  /** Functions besides the general ones. */
  readonly functions?: ReadonlyMap<string, ExpressionFunction>;
}

/** Computes a parsed expression. A member that is not there is null. @throws ExpressionError for a value that does not fit. */
export function evaluate(expression: Expression, surroundings: Surroundings): Value {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "context":
      return surroundings.contexts.get(expression.name) ?? null;
    case "member":
      return member(evaluate(expression.of, surroundings), evaluate(expression.key, surroundings));
    case "call":
      return call(expression, surroundings);
  }
}

function member(of: Value, key: Value): Value {
  if (of instanceof Dictionary) return of.get(toText(key) ?? "");
  if (isList(of)) return of[toNumber(key) ?? -1] ?? null;
  return null;
}

function call(expression: Extract<Expression, { kind: "call" }>, surroundings: Surroundings): Value {
  const run = surroundings.functions?.get(expression.name) ?? generalFunctions.get(expression.name)?.run;
  if (run === undefined) throw new ExpressionError(expression.offset, `There is no function ${expression.name}().`);
  try {
    return run(expression.args.map((arg) => () => evaluate(arg, surroundings)));
  } catch (error) {
    if (error instanceof ExpressionError || !(error instanceof Error)) throw error;
    throw new ExpressionError(expression.offset, error.message);
  }
}
