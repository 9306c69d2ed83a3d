import { type ExpressionFunction, templateFunctions } from "./expression-functions.ts";
import { ExpressionError } from "./expression-lexer.ts";
import type { Expression } from "./expression-parser.ts";
import { Dictionary, isList, toNumber, toText, type Value } from "./expression-values.ts";

/** The contexts and functions that an expression can use; all names in lower case. */
export interface EvaluationScope {
  readonly contexts: ReadonlyMap<string, Value>;
  /** Functions in addition to the general ones. */
  readonly functions?: ReadonlyMap<string, ExpressionFunction>;
}

/** Computes a parsed expression. A missing member is null. @throws ExpressionError for a value of the wrong type. */
export function evaluate(expression: Expression, scope: EvaluationScope): Value {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "context":
      return scope.contexts.get(expression.name) ?? null;
    case "member":
      return withOffset(expression.key, () => memberOf(expression, scope));
    case "call":
      return call(expression, scope);
  }
}

function memberOf({ of, key }: Extract<Expression, { kind: "member" }>, scope: EvaluationScope): Value {
  const [whole, name] = [evaluate(of, scope), evaluate(key, scope)];
  if (whole instanceof Dictionary) {
    const text = toText(name);
    return text === undefined ? null : whole.get(text);
  }
  return isList(whole) ? (whole[Math.floor(toNumber(name) ?? -1)] ?? null) : null;
}

function call(expression: Extract<Expression, { kind: "call" }>, scope: EvaluationScope): Value {
  const run = scope.functions?.get(expression.name) ?? templateFunctions.get(expression.name)?.run;
  if (run === undefined) throw new ExpressionError(expression.offset, `There is no function ${expression.name}().`);
  return withOffset(expression, () => run(expression.args.map((arg) => () => evaluate(arg, scope))));
}

function withOffset(part: Expression, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError || !(error instanceof Error)) throw error;
    throw new ExpressionError(part.offset, error.message);
  }
}
