/** A text that must stay secret wherever it goes. */
export class SecretText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Named values, found in any case. */
export class Dictionary {
  readonly #values: ReadonlyMap<string, readonly [string, Value]>;

  constructor(values: Iterable<readonly [string, Value]>) {
    this.#values = new Map([...values].map((entry) => [entry[0].toLowerCase(), entry]));
  }

  /** The value of a name; null when there is none. */
  get(name: string): Value {
    return this.#values.get(name.toLowerCase())?.[1] ?? null;
  }

  /** True when the name is there. */
  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  /** Names and values in the order in which they were given. */
  entries(): (readonly [string, Value])[] {
    return [...this.#values.values()];
  }
}

/** What an expression can come to. */
export type Value = null | boolean | number | string | SecretText | readonly Value[] | Dictionary;

/** True for a list of values. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** A value as condition: null, zero and the empty text are false. */
export function toBoolean(value: Value): boolean {
  if (value instanceof SecretText) return value.text !== "";
  return value !== null && value !== false && value !== 0 && value !== "";
}

/** A value as text; `undefined` for lists and dictionaries. */
export function toText(value: Value): string | undefined {
  if (value instanceof SecretText) return value.text;
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "number" || typeof value === "string" ? String(value) : undefined;
}

const number = /^\s*[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)\s*$/;

/** A value as number; `undefined` when it is none. The empty text is 0, thousands may be marked by commas. */
export function toNumber(value: Value): number | undefined {
  if (value === null) return 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  const text = toText(value);
  if (text === "") return 0;
  return text !== undefined && number.test(text) ? Number(text.replaceAll(",", "")) : undefined;
}

/** Equality after the right value was turned into the kind of the left one; texts compare in any case. */
export function areEqual(left: Value, right: Value): boolean {
  if (left === null) return toText(right) === "" && typeof right !== "boolean" && typeof right !== "number";
  if (typeof left === "boolean") return left === toBoolean(right);
  if (typeof left === "number") return left === toNumber(right);
  const text = toText(left);
  return text === undefined ? left === right : text.toUpperCase() === toText(right)?.toUpperCase();
}

/** Below zero, zero or above zero, as the left value is less, equal or greater; `undefined` when they do not compare. */
export function compare(left: Value, right: Value): number | undefined {
  if (typeof left === "string" || left instanceof SecretText) return compareTexts(toText(left), toText(right));
  const [first, second] = [toNumber(left), typeof left === "boolean" ? Number(toBoolean(right)) : toNumber(right)];
  return first === undefined || second === undefined ? undefined : first - second;
}

function compareTexts(left: string | undefined, right: string | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  const [first, second] = [left.toUpperCase(), right.toUpperCase()];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
