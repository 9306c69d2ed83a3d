/** An object of JSON. */
export type JsonObject = { readonly [name: string]: unknown };

/** Whether a value is an object of JSON: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an object; one without members when it is none. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
