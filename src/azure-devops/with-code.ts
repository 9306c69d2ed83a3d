import { type JsonObject, objectOf } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";

/** The variable with the invitation code, in a job, a variable group or a release. */
export const codeVariable = "ExalateInvitationCode";

/** Variables, including the one with the code. */
export interface WithCode {
  /** Name of the code's variable. */
  readonly variable: string;
  readonly variables: JsonObject;
}

/**
 * Adds the code to the variables. All others stay unchanged: Azure DevOps shows the value of a secret as null, and
 * keeps a secret that is sent back with null. Case does not matter in variable names, so an existing spelling of the
 * code's variable is kept.
 */
export function withCode(variables: unknown, code: Secret): WithCode {
  const others = objectOf(variables);
  const variable =
    Object.keys(others).find((name) => name.toLowerCase() === codeVariable.toLowerCase()) ?? codeVariable;
  const own = { ...objectOf(others[variable]), value: code.reveal(), isSecret: true };
  return { variable, variables: { ...others, [variable]: own } };
}
