import type { Clock } from "../core/clock.ts";
import { type Failure, failureOrThrow } from "../core/failure.ts";
import type { Secret } from "../core/secret.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import { type OperationName, operationKind } from "../exalate/profile/operations.ts";
import type { HttpTransport } from "../http/http.ts";
import { describeNode, type NodeDescription, turnsUntil } from "./describe-node.ts";
import { type Finding, findingsOf } from "./finding.ts";
import { type Proposal, proposalFor } from "./proposal.ts";
import { type TokenFinding, tokenFinding } from "./token-difference.ts";

/** The node to check, and the profile to compare it with. */
export interface CheckApiOptions {
  readonly nodeUrl: URL;
  readonly api: NodeApi;
  /** The token from the caller, which can already be a session; undefined when there is none. */
  readonly givenToken: Secret | undefined;
}

/** The ports that a check needs. */
export interface CheckApiPorts {
  readonly transport: HttpTransport;
  /**
   * Signs in and returns the session token; raises EXA2xx and EXA4xx. Undefined when there is nothing to sign in with.
   */
  readonly signIn: (() => Promise<Secret>) | undefined;
  readonly clock: Pick<Clock, "now">;
  /** Stops the work on a description, which otherwise stops at its time limit. */
  readonly signal?: AbortSignal;
}

/** The result of signing in. */
export type SignIn =
  | { readonly outcome: "not tried" | "exchanged" | "not needed" }
  | { readonly outcome: "refused"; readonly failure: Failure };

/** The comparison of a node's API with the profile. */
export interface ApiCheck {
  readonly nodeUrl: URL;
  readonly api: NodeApi;
  readonly signIn: SignIn;
  /** Undefined when no description was found. */
  readonly described: NodeDescription | undefined;
  /** Whether there can be a description for signed-in callers only. */
  readonly needsSession: boolean;
  readonly findings: readonly Finding[];
  readonly token: TokenFinding;
  /** Undefined when nothing is described, or nothing has to change. */
  readonly proposal: Proposal | undefined;
  /** Whether every needed operation fits. */
  readonly fits: boolean;
}

/** Stop asking, and stop working on a description, this many milliseconds after the first request. */
const stopAfterMs = 25_000;

/**
 * Compares a node's own description of its API with a profile, and proposes overrides. It signs in and reads, and
 * changes nothing on the node. Raises EXA4xx when nothing answers at the node's URL, or when the answer is too large.
 */
export async function checkApi(options: CheckApiOptions, ports: CheckApiPorts): Promise<ApiCheck> {
  const { nodeUrl, api } = options;
  const deadline = ports.clock.now() + stopAfterMs;
  const isOver = () => ports.clock.now() >= deadline || ports.signal?.aborted === true;
  const { signIn, token } = await trySignIn(options, ports);
  const { described, needsSession } = await describeNode({ transport: ports.transport, nodeUrl, api, token, isOver });
  const known: OperationName[] = signIn.outcome === "exchanged" ? ["authenticate"] : [];
  const findings = findingsOf(api, described?.description).map((finding) => withKnown(finding, known));
  const calls = findings.map(({ call }) => call).filter((call) => call !== undefined);
  const sent = tokenFinding(api, described?.description, calls);
  const fits = sent.verdict !== "differs" && findings.every(isSettled);
  const proposal =
    described && (await proposalFor(api, described.description, findings, known, turnsUntil(isOver, nodeUrl)));
  return { nodeUrl, api, signIn, described, needsSession, findings, token: sent, proposal, fits };
}

/** An operation for only one task can be unavailable, if that task is not used. */
function isSettled({ name, isNeeded, verdict }: Finding): boolean {
  return !isNeeded || verdict === "fits" || (verdict === "unavailable" && operationKind(name).isForOneTask === true);
}

/** An operation that has just worked fits, even if the description differs. */
function withKnown(finding: Finding, known: readonly OperationName[]): Finding {
  if (!known.includes(finding.name) || finding.verdict === "fits") return finding;
  return { ...finding, verdict: "fits", differences: [], remarks: ["signing in with it has just worked"] };
}

async function trySignIn(
  { givenToken }: CheckApiOptions,
  ports: CheckApiPorts,
): Promise<{ signIn: SignIn; token: Secret | undefined }> {
  if (ports.signIn === undefined) return { signIn: { outcome: "not tried" }, token: undefined };
  try {
    const token = await ports.signIn();
    const isSame = givenToken?.reveal() === token.reveal();
    return { signIn: { outcome: isSame ? "not needed" : "exchanged" }, token };
  } catch (error) {
    return { signIn: { outcome: "refused", failure: failureOrThrow(error) }, token: undefined };
  }
}
