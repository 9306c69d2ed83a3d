import type { Signature } from "./expression-parser.ts";
import { areEqual, compare, SecretText, toBoolean, toText, type Value } from "./expression-values.ts";

/** A function of the expression language; arguments are computed when asked for. @throws Error for a bad argument. */
export type ExpressionFunction = (args: readonly (() => Value)[]) => Value;

const many = Number.POSITIVE_INFINITY;

/** The functions that every expression may use, by their name in lower case (Microsoft's article "Expressions"). */
export const generalFunctions: ReadonlyMap<string, Signature & { readonly run: ExpressionFunction }> = new Map(
  Object.entries({
    and: { least: 2, most: many, run: (args) => args.every((arg) => toBoolean(arg())) },
    or: { least: 2, most: many, run: (args) => args.some((arg) => toBoolean(arg())) },
    not: { least: 1, most: 1, run: (args) => !toBoolean(first(args)) },
    xor: { least: 2, most: 2, run: (args) => toBoolean(first(args)) !== toBoolean(second(args)) },
    eq: { least: 2, most: 2, run: (args) => areEqual(first(args), second(args)) },
    ne: { least: 2, most: 2, run: (args) => !areEqual(first(args), second(args)) },
    in: { least: 1, most: many, run: isIn },
    notin: { least: 1, most: many, run: (args) => !isIn(args) },
    contains: { least: 2, most: 2, run: onTexts((text, part) => text.includes(part)) },
    startswith: { least: 2, most: 2, run: onTexts((text, part) => text.startsWith(part)) },
    endswith: { least: 2, most: 2, run: onTexts((text, part) => text.endsWith(part)) },
    coalesce: { least: 2, most: many, run: coalesce },
    gt: { least: 2, most: 2, run: (args) => order(args) > 0 },
    ge: { least: 2, most: 2, run: (args) => order(args) >= 0 },
    lt: { least: 2, most: 2, run: (args) => order(args) < 0 },
    le: { least: 2, most: 2, run: (args) => order(args) <= 0 },
    format: { least: 1, most: many, run: format },
  } satisfies Record<string, Signature & { readonly run: ExpressionFunction }>),
);

function first(args: readonly (() => Value)[]): Value {
  return args[0]?.() ?? null;
}

function second(args: readonly (() => Value)[]): Value {
  return args[1]?.() ?? null;
}

function isIn(args: readonly (() => Value)[]): boolean {
  const wanted = first(args);
  return args.slice(1).some((arg) => areEqual(wanted, arg()));
}

function coalesce(args: readonly (() => Value)[]): Value {
  for (const arg of args) {
    const value = arg();
    if (value !== null && toText(value) !== "") return value;
  }
  return null;
}

function order(args: readonly (() => Value)[]): number {
  const difference = compare(first(args), second(args));
  if (difference === undefined) throw new Error("The second value cannot be turned into the kind of the first.");
  return difference;
}

function onTexts(check: (text: string, part: string) => boolean): ExpressionFunction {
  return (args) => {
    const [text, part] = [toText(first(args)), toText(second(args))];
    if (text === undefined || part === undefined) throw new Error("A list or an object cannot be turned into a text.");
    return check(text.toUpperCase(), part.toUpperCase());
  };
}

const placeholder = /\{\{|\}\}|\{(\d+)\}|[{}]/g;

function format(args: readonly (() => Value)[]): Value {
  const [template, ...values] = args.map((arg) => arg());
  const text = (toText(template ?? null) ?? "").replace(placeholder, (found, index: string | undefined) => {
    if (found === "{{" || found === "}}") return found.charAt(0);
    const value = index === undefined ? undefined : values[Number(index)];
    if (value === undefined) throw new Error(`format() has no argument for "${found}".`);
    return toText(value) ?? "";
  });
  return [template, ...values].some((value) => value instanceof SecretText) ? new SecretText(text) : text;
}
