import type { Signature } from "./expression-parser.ts";
import { areEqual, compare, toBoolean, toText, type Value, valuesIn } from "./expression-values.ts";
import { format } from "./format.ts";
import { lowerCase, upperCase } from "./ordinal.ts";
import { asText, convertToJson, derivedText, join, length, replace, split, trim } from "./text-functions.ts";

/**
 * A function of the expression language. It computes its arguments only when it needs them.
 * @throws Error for a wrong argument
 */
export type ExpressionFunction = (args: readonly (() => Value)[]) => Value;

type Functions = ReadonlyMap<string, Signature & { readonly run: ExpressionFunction }>;

const many = Number.POSITIVE_INFINITY;

/**
 * The functions of every expression, by lower-case name. Source: Microsoft's article "Expressions" and, for what it
 * leaves open, the source of the engine, which actions/runner contained until its commit d0a4a41
 * (src/Sdk/DTExpressions). Where the two differ, the stricter one applies: in() and notIn() need at least two
 * arguments.
 */
export const generalFunctions: Functions = new Map(
  Object.entries({
    and: { least: 2, most: many, run: (args) => args.every((arg) => toBoolean(arg())) },
    or: { least: 2, most: many, run: (args) => args.some((arg) => toBoolean(arg())) },
    not: { least: 1, most: 1, run: (args) => !toBoolean(first(args)) },
    xor: { least: 2, most: 2, run: (args) => toBoolean(first(args)) !== toBoolean(second(args)) },
    eq: { least: 2, most: 2, run: (args) => areEqual(first(args), second(args)) },
    ne: { least: 2, most: 2, run: (args) => !areEqual(first(args), second(args)) },
    in: { least: 2, most: many, run: isIn },
    notin: { least: 2, most: many, run: (args) => !isIn(args) },
    contains: { least: 2, most: 2, run: onTexts((text, part) => text.includes(part)) },
    startswith: { least: 2, most: 2, run: onTexts((text, part) => text.startsWith(part)) },
    endswith: { least: 2, most: 2, run: onTexts((text, part) => text.endsWith(part)) },
    containsvalue: { least: 2, most: 2, run: containsValue },
    coalesce: { least: 2, most: many, run: coalesce },
    iif: { least: 3, most: 3, run: iif },
    gt: { least: 2, most: 2, run: (args) => order(args) > 0 },
    ge: { least: 2, most: 2, run: (args) => order(args) >= 0 },
    lt: { least: 2, most: 2, run: (args) => order(args) < 0 },
    le: { least: 2, most: 2, run: (args) => order(args) <= 0 },
    format: { least: 1, most: 255, run: format },
    join: { least: 2, most: 2, run: (args) => join(() => first(args), second(args)) },
    length: { least: 1, most: 1, run: (args) => length(first(args)) },
    lower: { least: 1, most: 1, run: changed(lowerCase) },
    upper: { least: 1, most: 1, run: changed(upperCase) },
    trim: { least: 1, most: 1, run: (args) => trim(first(args)) },
    replace: { least: 3, most: 3, run: (args) => replace(first(args), second(args), third(args)) },
    converttojson: { least: 1, most: 1, run: (args) => convertToJson(first(args)) },
  } satisfies Record<string, Signature & { readonly run: ExpressionFunction }>),
);

/**
 * The functions of `${{ … }}`: the general ones and split(), which the article shows only in templates. Issue 13743 of
 * MicrosoftDocs/azure-devops-docs asks why it cannot be used elsewhere.
 */
export const templateFunctions: Functions = new Map([
  ...generalFunctions,
  ["split", { least: 2, most: 2, run: (args) => split(first(args), second(args)) }],
]);

/** counter(), which only runtime expressions in variables can use. */
export const counterSignature: Signature = { least: 0, most: 2 };

function first(args: readonly (() => Value)[]): Value {
  return args[0]?.() ?? null;
}

function second(args: readonly (() => Value)[]): Value {
  return args[1]?.() ?? null;
}

function third(args: readonly (() => Value)[]): Value {
  return args[2]?.() ?? null;
}

function isIn(args: readonly (() => Value)[]): boolean {
  const wanted = first(args);
  return args.slice(1).some((arg) => areEqual(wanted, arg()));
}

function containsValue(args: readonly (() => Value)[]): boolean {
  const values = valuesIn(first(args));
  if (values === undefined) return false;
  const wanted = second(args);
  return values.some((value) => areEqual(wanted, value));
}

function coalesce(args: readonly (() => Value)[]): Value {
  let value: Value = null;
  for (const arg of args) {
    value = arg();
    if (toText(value) !== "") break;
  }
  return value;
}

function iif(args: readonly (() => Value)[]): Value {
  const [condition = null, chosen = null, otherwise = null] = args.map((arg) => arg());
  return toBoolean(condition) ? chosen : otherwise;
}

function order(args: readonly (() => Value)[]): number {
  const difference = compare(first(args), second(args));
  if (difference === undefined) throw new Error("The second value cannot be converted to the type of the first.");
  return difference;
}

function onTexts(check: (text: string, part: string) => boolean): ExpressionFunction {
  return (args) => check(upperCase(asText(first(args))), upperCase(asText(second(args))));
}

function changed(change: (text: string) => string): ExpressionFunction {
  return (args) => {
    const value = first(args);
    return derivedText([value], change(asText(value)));
  };
}
