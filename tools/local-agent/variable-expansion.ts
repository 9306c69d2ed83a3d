import { expandMacros } from "./macros.ts";

/** The members of a variable that the expansion needs. */
export interface Expandable {
  readonly name: string;
  readonly value: string;
  readonly isSecret: boolean;
}

/** The expansion of a variable: its value, or a warning why it stays unchanged. */
export type Expansion = { readonly value: string; readonly isSecret: boolean } | { readonly warning: string };

const mostNestedVariables = 50;

/** Ends the expansion of a variable that refers to itself or is nested too deep. */
class CannotExpand extends Error {}

/**
 * Expands `$(name)` in the value of a variable, recursively (Variables.RecalculateExpanded). A value that contains a
 * secret becomes a secret. A value that refers to itself, or is nested more than 50 deep, is not expanded at all.
 */
export function expandVariable<V extends Expandable>(variable: V, byName: ReadonlyMap<string, V>): Expansion {
  let { isSecret } = variable;
  const expand = (outer: readonly V[], current: V): string =>
    expandMacros(current.value, (name) => {
      const nested = byName.get(name.toLowerCase());
      if (nested === undefined) return undefined;
      const path = [...outer, current];
      refuseEndless(path, nested);
      isSecret ||= nested.isSecret;
      return expand(path, nested);
    });
  try {
    return { value: expand([], variable), isSecret };
  } catch (error) {
    if (error instanceof CannotExpand)
      return { warning: `Unable to expand variable '${variable.name}'. ${error.message}` };
    throw error;
  }
}

// The agent checks the depth first, so a cycle of more than 50 variables counts as too deep.
function refuseEndless(path: readonly Expandable[], nested: Expandable): void {
  if (path.length === mostNestedVariables) {
    throw new CannotExpand(`The max expansion depth (${mostNestedVariables}) was exceeded.`);
  }
  if (path.includes(nested)) throw new CannotExpand("A cyclical reference was detected.");
}
