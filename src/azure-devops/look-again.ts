import { type JsonObject, objectOf } from "../core/json.ts";
import type { HandOverAccess } from "./access.ts";
import { LostWrite } from "./refused-answer.ts";

/** How a code was stored. */
export interface Written {
  /** Name of the code's variable. */
  readonly variable: string;
  /** Names of other variables that were not as they had been written when they were looked at again. */
  readonly changed: readonly string[];
}

/**
 * Looks at variables again after they were written. A write replaces all of them, so whoever else read them before and
 * writes after it takes the code away: raises `LostWrite` then. What others had written between this step's own read
 * and write is gone and cannot be seen. The code is stored even if nobody may look again.
 */
export async function lookAgain(
  { variable, variables }: { readonly variable: string; readonly variables: JsonObject },
  read: () => Promise<unknown>,
  { log }: Pick<HandOverAccess, "log">,
): Promise<Written> {
  const found = await read().catch(() => undefined);
  if (found === undefined) {
    log.debug("What was stored could not be looked at again.");
    return { variable, changed: [] };
  }
  if (objectOf(byName(found).get(variable.toLowerCase())?.[1]).isSecret !== true) throw new LostWrite();
  return { variable, changed: differing(variables, found).filter((name) => name !== variable) };
}

type Named = readonly [name: string, variable: unknown];

/** Names that only one side has, or that stand for something else there. */
function differing(written: JsonObject, found: unknown): string[] {
  const [before, after] = [byName(written), byName(found)];
  const names = new Map([...after, ...before].map(([key, [name]]) => [key, name]));
  return [...names].filter(([key]) => shown(before.get(key)) !== shown(after.get(key))).map(([, name]) => name);
}

function byName(variables: unknown): Map<string, Named> {
  return new Map(Object.entries(objectOf(variables)).map((entry) => [entry[0].toLowerCase(), entry]));
}

/** A secret's value is never shown, so one secret looks like another. */
function shown(named: Named | undefined): string {
  if (named === undefined) return "";
  const { isSecret, value } = objectOf(named[1]);
  return isSecret === true ? "secret" : `value ${String(value ?? "")}`;
}
