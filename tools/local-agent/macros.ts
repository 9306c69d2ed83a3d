/** Returns the value of a macro by name; `undefined` for an unknown name. */
export type MacroSource = (name: string) => string | undefined;

/**
 * Replaces each `$(name)` that the source knows, from left to right. Inserted values are not expanded again, and
 * unknown macros stay unchanged (VarUtil.ExpandValues).
 */
export function expandMacros(text: string, source: MacroSource): string {
  let result = text;
  let from = 0;
  for (;;) {
    const start = result.indexOf("$(", from);
    const end = start < 0 ? -1 : result.indexOf(")", start + 2);
    if (end < 0) return result;
    const name = result.slice(start + 2, end);
    const value = name === "" ? undefined : source(name);
    from = value === undefined ? start + 1 : start + value.length;
    if (value !== undefined) result = result.slice(0, start) + value + result.slice(end + 1);
  }
}
