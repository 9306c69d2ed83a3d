/** An object of JSON. */
export type JsonObject = { readonly [name: string]: unknown };

/** Whether a value is an object of JSON: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of its own, so that a name such as `__proto__` finds nothing inherited. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
