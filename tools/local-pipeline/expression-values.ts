import { Moment } from "./moment.ts";
import { upperCase } from "./ordinal.ts";
import { Version } from "./version.ts";

/** A secret text. Every text derived from it is secret too. */
export class SecretText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Values by name; names are not case-sensitive. */
export class Dictionary {
  readonly #values: ReadonlyMap<string, readonly [string, Value]>;

  constructor(values: Iterable<readonly [string, Value]>) {
    this.#values = new Map([...values].map((entry) => [entry[0].toLowerCase(), entry]));
  }

  /** The value of a name; null when it is absent. */
  get(name: string): Value {
    return this.#values.get(name.toLowerCase())?.[1] ?? null;
  }

  /** True when the name is present. */
  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  /** Names and values in their original order. */
  entries(): (readonly [string, Value])[] {
    return [...this.#values.values()];
  }
}

/** The value of an expression. */
export type Value = null | boolean | number | string | SecretText | Version | Moment | readonly Value[] | Dictionary;

/** True for a list of values. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The values of a list or of an object; `undefined` for any other value. */
export function valuesIn(value: Value): readonly Value[] | undefined {
  if (isList(value)) return value;
  return value instanceof Dictionary ? value.entries().map(([, each]) => each) : undefined;
}

/** A value as boolean: null, zero and the empty text are false. */
export function toBoolean(value: Value): boolean {
  if (value instanceof SecretText) return value.text !== "";
  return value !== null && value !== false && value !== 0 && value !== "";
}

/** A value as text; `undefined` for lists and dictionaries. */
export function toText(value: Value): string | undefined {
  if (value instanceof SecretText) return value.text;
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return value.toFixed(decimals).replace(/\.?0+$/, "");
  if (value instanceof Version || value instanceof Moment) return value.toString();
  return typeof value === "string" ? value : undefined;
}

/** The most decimals of a number as text. */
const decimals = 7;

const number = /^[\t-\r ]*([+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+))[\t-\r ]*$/;

/**
 * A value as number; `undefined` when it is not one. The empty text is 0; commas can separate thousands.
 * @throws Error for a number with more digits than this runner supports
 */
export function toNumber(value: Value): number | undefined {
  if (value === null) return 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  if (typeof value !== "string" && !(value instanceof SecretText)) return undefined;
  const text = toText(value);
  if (text === "") return 0;
  const found = number.exec(text ?? "")?.[1];
  return found === undefined ? undefined : exactNumber(found.replaceAll(",", ""));
}

/**
 * Converts digits to a number. Azure Pipelines computes with 28 digits, this runner with 15.
 * @throws Error for a number with more digits
 */
export function exactNumber(text: string): number {
  const digits = text.replace(/^[+-]?0*/, "").replace(".", "");
  if (digits.length > 15) throw new Error(`"${text}" has more than 15 digits, the most that this runner supports.`);
  return Number(text);
}

/** A value as version; `undefined` when it is not one. A number with a decimal is one, such as 1.5. */
function toVersion(value: Value): Version | undefined {
  if (value instanceof Version) return value;
  const isWritten = typeof value === "number" || typeof value === "string" || value instanceof SecretText;
  return isWritten ? Version.parse(toText(value) ?? "") : undefined;
}

/** Compares after converting the right value to the type of the left one; texts are not case-sensitive. */
export function areEqual(left: Value, right: Value): boolean {
  if (left === null) return right === null || isText(right, "");
  if (isList(left) || left instanceof Dictionary) return left === right;
  return compare(left, right) === 0;
}

function isText(value: Value, text: string): boolean {
  return (typeof value === "string" || value instanceof SecretText) && toText(value) === text;
}

/**
 * Negative, zero or positive when the left value is less, equal or greater; `undefined` when they cannot be compared.
 */
export function compare(left: Value, right: Value): number | undefined {
  if (typeof left === "string" || left instanceof SecretText) return compareTexts(toText(left), toText(right));
  if (typeof left === "boolean") return Number(left) - Number(toBoolean(right));
  if (left instanceof Version) return compareIfDefined(left, toVersion(right));
  if (left instanceof Moment) return compareIfDefined(left, toMoment(right));
  const [first, second] = [toNumber(left), toNumber(right)];
  return first === undefined || second === undefined ? undefined : first - second;
}

function compareIfDefined<T>(left: { compareTo(other: T): number }, right: T | undefined): number | undefined {
  return right === undefined ? undefined : left.compareTo(right);
}

function toMoment(value: Value): Moment | undefined {
  if (typeof value !== "string" && !(value instanceof SecretText)) return value instanceof Moment ? value : undefined;
  throw new Error("This runner cannot compare a date with a text.");
}

function compareTexts(left: string | undefined, right: string | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  const [first, second] = [upperCase(left), upperCase(right)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
