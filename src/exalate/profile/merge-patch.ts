import { isObject, type JsonObject } from "../../core/json.ts";

/** JSON merge patch (RFC 7396): null removes, objects merge, anything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

/** The JSON merge patch (RFC 7396) that turns `source` into `target`; undefined when they are equal. */
export function mergePatchBetween(source: JsonObject, target: JsonObject): JsonObject | undefined {
  const names = [...new Set([...Object.keys(source), ...Object.keys(target)])];
  const entries = names.flatMap((name): [string, unknown][] => {
    if (!Object.hasOwn(target, name)) return [[name, null]];
    const [before, after] = [Object.hasOwn(source, name) ? source[name] : undefined, target[name]];
    if (isObject(after))
      return patchEntry(name, mergePatchBetween(isObject(before) ? before : {}, after), isObject(before));
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [[name, after]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** A new object must be in the patch, even if it is empty. */
function patchEntry(name: string, patch: JsonObject | undefined, existed: boolean): [string, unknown][] {
  if (patch !== undefined) return [[name, patch]];
  return existed ? [] : [[name, {}]];
}
