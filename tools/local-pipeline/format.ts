import type { Value } from "./expression-values.ts";
import { Moment } from "./moment.ts";
import { asText, madeOf } from "./text-functions.ts";

const piece = /\{\{|\}\}|\{(\d+)\}|\{(\d+):((?:[^}]|\}\})*)\}(?!\})|[{}]/g;

/**
 * `format()`: an argument is computed where its number stands in braces, and only there.
 * @throws Error for a brace that is none of a pair, a number without an argument, or specifiers for anything but a date
 */
export function format(args: readonly (() => Value)[]): Value {
  const template = args[0]?.() ?? null;
  const used: Value[] = [template];
  const text = asText(template).replace(piece, (found, alone?: string, index?: string, specifiers = "") => {
    if (found === "{{" || found === "}}") return found.charAt(0);
    const value = argument(args, alone ?? index, found);
    used.push(value);
    return specifiers === "" ? asText(value) : dated(value, specifiers);
  });
  return madeOf(used, text);
}

function argument(args: readonly (() => Value)[], index: string | undefined, found: string): Value {
  const compute = index === undefined ? undefined : args[Number(index) + 1];
  if (compute === undefined) throw new Error(`format() has no argument for "${found}".`);
  return compute();
}

function dated(value: Value, specifiers: string): string {
  if (value instanceof Moment) return value.format(specifiers.replaceAll("}}", "}"));
  throw new Error(`format() takes specifiers such as "${specifiers}" for a date alone.`);
}
