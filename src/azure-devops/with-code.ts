import { type JsonObject, objectOf } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";

/** The variable that holds the invitation code, in a job as in a variable group or a release. */
export const codeVariable = "ExalateInvitationCode";

/** Variables with the code among them. */
export interface WithCode {
  /** Name under which the code stands. */
  readonly variable: string;
  readonly variables: JsonObject;
}

/**
 * The variables with the code as one of them and all others as they came: Azure DevOps shows the values of secrets as
 * null and keeps a secret that is sent back so. Names differ by more than case, so another spelling of the code's own
 * is the same variable and stays as it is spelled.
 */
export function withCode(variables: unknown, code: Secret): WithCode {
  const others = objectOf(variables);
  const variable =
    Object.keys(others).find((name) => name.toLowerCase() === codeVariable.toLowerCase()) ?? codeVariable;
  const own = { ...objectOf(others[variable]), value: code.reveal(), isSecret: true };
  return { variable, variables: { ...others, [variable]: own } };
}
