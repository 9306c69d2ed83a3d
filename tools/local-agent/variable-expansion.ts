import { expandMacros } from "./macros.ts";

/** What the expansion needs of a variable. */
export interface Expandable {
  readonly name: string;
  readonly value: string;
  readonly isSecret: boolean;
}

/** The outcome for one variable: what it expands to, or why it stays as it is. */
export type Expansion = { readonly value: string; readonly isSecret: boolean } | { readonly warning: string };

const mostVariablesInOneAnother = 50;

/** Ends the expansion of a variable that leads back to itself or too deep. */
class CannotExpand extends Error {}

/**
 * Expands `$(name)` in the value of a variable, and in what that leads to (Variables.RecalculateExpanded). A value that
 * leads to a secret becomes a secret. One that leads back to itself, or 50 deep, is not expanded at all.
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

// The agent looks at the depth first, so a circle of more than 50 variables counts as too deep.
function refuseEndless(path: readonly Expandable[], nested: Expandable): void {
  if (path.length === mostVariablesInOneAnother) {
    throw new CannotExpand(`The max expansion depth (${mostVariablesInOneAnother}) was exceeded.`);
  }
  if (path.includes(nested)) throw new CannotExpand("A cyclical reference was detected.");
}
