import { type ExpressionFunction, templateFunctions } from "./expression-functions.ts";
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
      return atItsPart(expression.key, () => memberOf(expression, surroundings));
    case "call":
      return call(expression, surroundings);
  }
}

function memberOf({ of, key }: Extract<Expression, { kind: "member" }>, surroundings: Surroundings): Value {
  const [whole, name] = [evaluate(of, surroundings), evaluate(key, surroundings)];
  if (whole instanceof Dictionary) {
    const text = toText(name);
    return text === undefined ? null : whole.get(text);
  }
  return isList(whole) ? (whole[Math.floor(toNumber(name) ?? -1)] ?? null) : null;
}

function call(expression: Extract<Expression, { kind: "call" }>, surroundings: Surroundings): Value {
  const run = surroundings.functions?.get(expression.name) ?? templateFunctions.get(expression.name)?.run;
  if (run === undefined) throw new ExpressionError(expression.offset, `There is no function ${expression.name}().`);
  return atItsPart(expression, () => run(expression.args.map((arg) => () => evaluate(arg, surroundings))));
}

function atItsPart(part: Expression, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError || !(error instanceof Error)) throw error;
    throw new ExpressionError(part.offset, error.message);
  }
}
