/** A number that JavaScript may write differently: with many digits, a fraction or an exponent. */
const unsafeNumber = /(?:^|[\s:,[])(?:-?\d{16}|-?\d+[.eE]|-0)/;

const numberToken = /-?\d[\d.eE+-]*/g;

/** A number as JSON has it (RFC 8259, 6). */
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Reads JSON like `JSON.parse`, except for numbers that JavaScript cannot keep exactly as written, such as
 * 9007199254740993 or 1e21. Each of them becomes a string with the digits as written, because such a number may be an id.
 * Raises SyntaxError for text that is not JSON.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(unsafeNumber.test(text) ? withQuotedNumbers(text) : text);
}

function withQuotedNumbers(text: string): string {
  const parts: string[] = [];
  let end = 0;
  for (let start = text.indexOf('"'); start >= 0; start = text.indexOf('"', end)) {
    parts.push(quoteNumbers(text.slice(end, start)));
    end = endOfString(text, start);
    parts.push(text.slice(start, end));
  }
  return parts.join("") + quoteNumbers(text.slice(end));
}

function quoteNumbers(outsideStrings: string): string {
  return outsideStrings.replace(numberToken, (token) => (isKept(token) ? token : `"${token}"`));
}

/** An invalid number is left for `JSON.parse` to reject. */
function isKept(token: string): boolean {
  return String(Number(token)) === token || !jsonNumber.test(token);
}

/** The position after the quote that ends the string starting at `start`; the end of the text when there is none. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    if (!isEscaped(text, quote)) return quote + 1;
  }
  return text.length;
}

function isEscaped(text: string, position: number): boolean {
  let first = position;
  while (text[first - 1] === "\\") first -= 1;
  return (position - first) % 2 === 1;
}

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value when it is a JSON object; otherwise an empty object. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The value when it is a list; otherwise an empty list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is a string; otherwise "". */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The strings in a list. */
export function textsOf(value: unknown): string[] {
  return listOf(value).filter((entry) => typeof entry === "string");
}

/** The value of a JSON text; undefined when the text is not JSON. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
