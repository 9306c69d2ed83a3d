import type { JsonObject } from "../../src/core/json.ts";

/** An own member of an object; a name such as `__proto__` finds nothing inherited. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
