import { isObject, type JsonObject } from "../../src/core/json.ts";
import { member } from "./json.ts";

/** A variable of a group or a release; in answers the value of a secret is null. */
export interface Variable extends JsonObject {
  readonly value?: string | null;
  readonly isSecret?: boolean;
}

/** Variables by name. */
export type Variables = { readonly [name: string]: Variable };

/** The variables for an answer: the values of secrets are null. */
export function withoutSecrets(variables: Variables): Variables {
  return mapped(variables, (variable) => (variable.isSecret ? { ...variable, value: null } : variable));
}

/**
 * The variables after a PUT. Missing variables are removed; a secret without a value keeps its value (Microsoft's
 * samples of the 5.0 API).
 */
export function replaced(before: Variables, sent: unknown): Variables {
  const old = (name: string) => member(before, name);
  return mapped(readVariables(sent), (variable, name) => {
    const kept = old(name);
    const keeps = variable.isSecret && (variable.value ?? null) === null && isObject(kept);
    return keeps ? { ...variable, value: kept.value as string } : variable;
  });
}

/** Reads variables from JSON; ignores anything that is not a variable. */
export function readVariables(sent: unknown): Variables {
  const entries = Object.entries(isObject(sent) ? sent : {}).filter(([, variable]) => isObject(variable));
  return Object.fromEntries(entries) as Variables;
}

function mapped(variables: Variables, change: (variable: Variable, name: string) => Variable): Variables {
  return Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, change(variable, name)]));
}
