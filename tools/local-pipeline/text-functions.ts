import { Dictionary, isList, SecretText, toText, type Value, valuesIn } from "./expression-values.ts";
import { upperCase } from "./ordinal.ts";

/** A value as text. @throws Error for a list or an object */
export function asText(value: Value): string {
  const text = toText(value);
  if (text === undefined) throw new Error("A list or an object cannot be converted to a text.");
  return text;
}

/** A text derived from values; secret when one of them contains a secret. */
export function derivedText(values: readonly Value[], text: string): Value {
  return values.some(holdsSecret) ? new SecretText(text) : text;
}

function holdsSecret(value: Value): boolean {
  return value instanceof SecretText || (valuesIn(value) ?? []).some(holdsSecret);
}

/**
 * `replace()`. It is not documented whether it is case-sensitive.
 * @throws Error when that would make a difference, or the text to find is empty
 */
export function replace(whole: Value, part: Value, other: Value): Value {
  const [text, found, put] = [asText(whole), asText(part), asText(other)];
  if (found === "") throw new Error("replace() cannot look for an empty text.");
  if (countOf(upperCase(text), upperCase(found)) !== countOf(text, found)) {
    throw new Error(`It is not documented whether replace() also finds "${found}" in another case.`);
  }
  return derivedText(
    [whole, part, other],
    text.replaceAll(found, () => put),
  );
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

/**
 * `split()`. It is not documented whether several characters are one delimiter or several.
 * @throws Error when the delimiter is not exactly one character
 */
export function split(whole: Value, delimiter: Value): Value {
  const [text, character] = [asText(whole), asText(delimiter)];
  if (character.length !== 1) throw new Error("This runner supports split() only with a delimiter of one character.");
  return text.split(character).map((piece) => derivedText([whole], piece));
}

/** `trim()`. Removes what .NET treats as white space. */
export function trim(value: Value): Value {
  const text = asText(value);
  const isBlank = (at: number) => /[\s\u0085]/.test(text.charAt(at)) && text.charAt(at) !== "\ufeff";
  let [start, end] = [0, text.length];
  while (start < end && isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return derivedText([value], text.slice(start, end));
}

/** `length()`. @throws Error for anything but a text, a list or an object */
export function length(value: Value): number {
  const values = valuesIn(value);
  if (values !== undefined) return values.length;
  if (typeof value === "string" || value instanceof SecretText) return asText(value).length;
  throw new Error("length() needs a text or a list.");
}

/** `join()`. A list or an object inside the list becomes an empty text; so does an object in place of the list. */
export function join(separator: () => Value, items: Value): Value {
  if (!isList(items)) return derivedText([items], toText(items) ?? "");
  const between = items.length > 1 ? separator() : "";
  const text = items.map((item) => toText(item) ?? "").join(asText(between));
  return derivedText([between, ...items.filter((item) => toText(item) !== undefined)], text);
}

/** `convertToJson()`. Each member and item is on its own line, indented by two spaces per level. */
export function convertToJson(value: Value): Value {
  return derivedText([value], json(value, "\n"));
}

function json(value: Value, line: string): string {
  const inner = `${line}  `;
  if (isList(value))
    return braced(
      "[",
      value.map((item) => json(item, inner)),
      "]",
      line,
    );
  if (value instanceof Dictionary) {
    const members = value.entries().map(([name, each]) => `${quoted(name)}: ${json(each, inner)}`);
    return braced("{", members, "}", line);
  }
  if (value === null || typeof value === "boolean") return String(value);
  return typeof value === "number" ? asText(value) : quoted(asText(value));
}

function braced(open: string, parts: readonly string[], close: string, line: string): string {
  if (parts.length === 0) return open + close;
  return `${open}${parts.map((part) => `${line}  ${part}`).join(",")}${line}${close}`;
}

function quoted(text: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[\u0085\u2028\u2029]/g, escaped);
}
