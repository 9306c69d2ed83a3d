import type { Value } from "./expression-values.ts";
import { Moment } from "./moment.ts";
import { asText, derivedText } from "./text-functions.ts";

const piece = /\{\{|\}\}|\{(\d+)\}|\{(\d+):((?:[^}]|\}\})*)\}(?!\})|[{}]/g;

/**
 * `format()`. An argument is computed only if the format contains its number in braces.
 * @throws Error for an unpaired brace, a number without an argument, or specifiers for anything but a date
 */
export function format(args: readonly (() => Value)[]): Value {
  const template = args[0]?.() ?? null;
  const used: Value[] = [template];
  const text = asText(template).replace(piece, (found, plainIndex?: string, index?: string, specifiers = "") => {
    if (found === "{{" || found === "}}") return found.charAt(0);
    const value = argument(args, plainIndex ?? index, found);
    used.push(value);
    return specifiers === "" ? asText(value) : dated(value, specifiers);
  });
  return derivedText(used, text);
}

function argument(args: readonly (() => Value)[], index: string | undefined, found: string): Value {
  const compute = index === undefined ? undefined : args[Number(index) + 1];
  if (compute === undefined) throw new Error(`format() has no argument for "${found}".`);
  return compute();
}

function dated(value: Value, specifiers: string): string {
  if (value instanceof Moment) return value.format(specifiers.replaceAll("}}", "}"));
  throw new Error(`format() takes specifiers such as "${specifiers}" only for a date.`);
}
