import { Failure, failureOrThrow } from "../core/failure.ts";
import { jsonOrUndefined } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";
import type { NodeToDescribe } from "./describe-node.ts";
import type { DescribedCall } from "./description.ts";
import { readWithSession } from "./read-with-session.ts";

/** The result of signing in. `not needed` and `not proven`: the credential is the session itself. */
export type SignIn =
  | { readonly outcome: "not tried" | "exchanged" | "not needed" | "not proven" }
  | { readonly outcome: "refused"; readonly failure: Failure };

/** Signs in, if there is something to sign in with; `givenToken` is the token from the caller. */
export async function trySignIn(
  signIn: (() => Promise<Secret>) | undefined,
  givenToken: Secret | undefined,
): Promise<{ signIn: SignIn; token: Secret | undefined }> {
  if (signIn === undefined) return { signIn: { outcome: "not tried" }, token: undefined };
  try {
    const token = await signIn();
    const isSame = givenToken?.reveal() === token.reveal();
    return { signIn: { outcome: isSame ? "not needed" : "exchanged" }, token };
  } catch (error) {
    return { signIn: { outcome: "refused", failure: failureOrThrow(error) }, token: undefined };
  }
}

/**
 * Finds out whether the node accepts a credential that is the session itself, which no sign-in has proven: requests the
 * list of connections with it, unless it was answered already. Leaves any other result of signing in as it is.
 */
export async function withTriedCredential(
  signIn: SignIn,
  list: DescribedCall | undefined,
  node: NodeToDescribe,
): Promise<SignIn> {
  if (signIn.outcome !== "not needed" || list?.isTried) return signIn;
  if (list?.method !== "GET" || list.path.includes("{")) return { outcome: "not proven" };
  const { status, body = "" } = (await readWithSession(list, node)) ?? {};
  if (status === 401 || status === 403) return { outcome: "refused", failure: notAccepted(node.nodeUrl, list, status) };
  // A page to sign in at is no answer of the node's API.
  return status === 200 && jsonOrUndefined(body) !== undefined ? signIn : { outcome: "not proven" };
}

function notAccepted({ host }: URL, { path }: DescribedCall, status: number): Failure {
  return new Failure(
    "EXA202",
    `The node at ${host} does not accept the credential as a session: GET ${path} answered HTTP ${status}.`,
    "If it is an Exalate JWT, it may have expired: get a new one. Its user must be allowed to manage connections.",
  );
}
