import { type JsonObject, objectOf } from "../core/json.ts";
import type { HandOverAccess } from "./access.ts";
import { OverwrittenError } from "./refused-answer.ts";

/** The result of storing a code. */
export interface Written {
  /** Name of the code's variable. */
  readonly variable: string;
  /** Names of other variables that had another value than written when they were read again. */
  readonly changed: readonly string[];
}

/**
 * Reads variables again after they were written. A write replaces all of them, so somebody else who read them before
 * and writes after this step removes the code: raises `OverwrittenError` then. Changes that others wrote between this step's
 * own read and write are lost and cannot be detected. When the variables cannot be read again, the code still counts as
 * stored.
 */
export async function lookAgain(
  { variable, variables }: { readonly variable: string; readonly variables: JsonObject },
  read: () => Promise<unknown>,
  { log }: Pick<HandOverAccess, "log">,
): Promise<Written> {
  const found = await read().catch(() => undefined);
  if (found === undefined) {
    log.debug("The stored variables could not be read again.");
    return { variable, changed: [] };
  }
  if (objectOf(byName(found).get(variable.toLowerCase())?.[1]).isSecret !== true) throw new OverwrittenError();
  return { variable, changed: differing(variables, found).filter((name) => name !== variable) };
}

type NamedVariable = readonly [name: string, variable: unknown];

/** Names that only one side has, or that have different values. */
function differing(written: JsonObject, found: unknown): string[] {
  const [before, after] = [byName(written), byName(found)];
  const names = new Map([...after, ...before].map(([key, [name]]) => [key, name]));
  return [...names]
    .filter(([key]) => comparable(before.get(key)) !== comparable(after.get(key)))
    .map(([, name]) => name);
}

function byName(variables: unknown): Map<string, NamedVariable> {
  return new Map(Object.entries(objectOf(variables)).map((entry) => [entry[0].toLowerCase(), entry]));
}

/** A variable in a form to compare. Azure DevOps never returns a secret's value, so all secrets are equal. */
function comparable(named: NamedVariable | undefined): string {
  if (named === undefined) return "";
  const { isSecret, value } = objectOf(named[1]);
  return isSecret === true ? "secret" : `value ${String(value ?? "")}`;
}
