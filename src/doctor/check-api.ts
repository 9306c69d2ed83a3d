import type { Clock } from "../core/clock.ts";
import type { Secret } from "../core/secret.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import { operationKind } from "../exalate/profile/operations.ts";
import type { HttpTransport } from "../http/http.ts";
import { Adjustments } from "./adjustments.ts";
import { withDescribedBase } from "./base-path.ts";
import { type DescribedNode, describeNode, type NodeDescription, type NodeToDescribe } from "./describe-node.ts";
import type { DescribedCall } from "./description.ts";
import { type Finding, findingsOf, knownCalls } from "./finding.ts";
import { type Proposal, proposalFor } from "./proposal.ts";
import { type TokenFinding, tokenFinding, tokenToSend } from "./session-token.ts";
import { type SignIn, trySignIn, withTriedCredential } from "./sign-in.ts";
import { withTriedList } from "./try-list.ts";

/** The node to check, and the profile to compare it with. */
export interface CheckApiOptions {
  readonly nodeUrl: URL;
  readonly api: NodeApi;
  /** The token from the caller, which can already be a session; undefined when there is none. */
  readonly givenToken: Secret | undefined;
  /** Finds the description; by default where the node serves it. */
  readonly describe?: (node: NodeToDescribe) => Promise<DescribedNode>;
}

/** The ports that a check needs. */
export interface CheckApiPorts {
  readonly transport: HttpTransport;
  /**
   * Signs in and returns the session token; raises EXA2xx and EXA4xx. Undefined when there is nothing to sign in with.
   */
  readonly signIn: (() => Promise<Secret>) | undefined;
  readonly clock: Pick<Clock, "now">;
  /** Stops the requests, which otherwise stop at their time limit. */
  readonly signal?: AbortSignal;
}

/** The answer to the question whether the tasks suit the node. */
export type Outcome = "holds" | "does not hold" | "cannot be told";

/** The comparison of a node's API with the profile. */
export interface ApiCheck {
  readonly nodeUrl: URL;
  readonly api: NodeApi;
  /** The base path of the described calls, if that is all that differs; otherwise the profile's. */
  readonly basePath: string;
  readonly signIn: SignIn;
  /** Undefined when no description was found. */
  readonly described: NodeDescription | undefined;
  /** Whether there can be a description for signed-in callers only. */
  readonly needsSession: boolean;
  readonly findings: readonly Finding[];
  readonly token: TokenFinding;
  readonly proposal: Proposal;
  readonly outcome: Outcome;
}

/** Send no more requests this many milliseconds after the first. */
const stopAfterMs = 25_000;

/**
 * Compares a node's description of its API with a profile, and proposes overrides for what is beyond doubt. It signs in
 * and reads, and changes nothing on the node. Raises EXA4xx when nothing answers at the node's URL.
 */
export async function checkApi(options: CheckApiOptions, ports: CheckApiPorts): Promise<ApiCheck> {
  const { nodeUrl, api, describe = describeNode } = options;
  const deadline = ports.clock.now() + stopAfterMs;
  const isOver = () => ports.clock.now() >= deadline || ports.signal?.aborted === true;
  const { signIn: signedIn, token } = await trySignIn(ports.signIn, options.givenToken);
  const search = { transport: ports.transport, nodeUrl, api, token, isOver };
  const { described, needsSession } = await describe(search);
  const description = described?.description;
  const based = description ? withDescribedBase(api, description) : api;
  const known = knownCalls(description);
  const sent = tokenFinding(based, description, sessionCalls(findingsOf(based, known)));
  const asDescribed = { ...search, api: { ...based, ...tokenToSend(sent) } };
  const tried = await withTriedList(known, asDescribed);
  const compared = findingsOf(based, tried);
  const list = compared.find(({ name }) => name === "listConnections")?.call;
  const signIn = await withTriedCredential(signedIn, list, asDescribed);
  const findings = compared.map((finding) => withSignIn(finding, signIn));
  const proposal = await proposalFor(based, findings, sent);
  const fits = based === api && sent.verdict !== "differs" && findings.every(isSettled);
  const outcome = outcomeOf(description !== undefined, fits, signIn);
  return {
    nodeUrl,
    api,
    basePath: based.basePath,
    signIn,
    described,
    needsSession,
    findings,
    token: sent,
    proposal,
    outcome,
  };
}

/** What fits a description is not proven while the node refuses the credential. */
function outcomeOf(isDescribed: boolean, fits: boolean, signIn: SignIn): Outcome {
  if (!isDescribed || (fits && signIn.outcome === "refused")) return "cannot be told";
  return fits ? "holds" : "does not hold";
}

/** The calls that need a session. */
function sessionCalls(findings: readonly Finding[]): DescribedCall[] {
  const others = findings.filter(({ name }) => name !== "authenticate");
  return others.map(({ call }) => call).filter((call) => call !== undefined);
}

/** A node can do without a sign-in, and without what only a task needs that is not used. */
function isSettled({ name, isNeeded, verdict }: Finding): boolean {
  const isDispensable = name === "authenticate" || operationKind(name).isForOneTask === true;
  return !isNeeded || verdict === "fits" || (verdict === "unavailable" && isDispensable);
}

/** A sign-in that has just worked fits, even if the description differs. */
function withSignIn(finding: Finding, { outcome }: SignIn): Finding {
  if (finding.name !== "authenticate" || outcome !== "exchanged" || finding.verdict === "fits") return finding;
  const notes = new Adjustments();
  notes.remarks.push("signing in with it has just worked");
  return { ...finding, verdict: "fits", notes, proposed: finding.today, candidates: [] };
}
