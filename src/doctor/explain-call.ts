import type { Clock } from "../core/clock.ts";
import type { Secret } from "../core/secret.ts";
import { harmless } from "../core/text.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import type { OperationName } from "../exalate/profile/operations.ts";
import type { HttpTransport } from "../http/http.ts";
import { describeNode } from "./describe-node.ts";
import { type ApiDescription, callText } from "./description.ts";
import { findingsOf, knownCalls } from "./finding.ts";
import { candidateText } from "./report.ts";

/** What {@link explainCall} needs. */
export interface LookUp {
  readonly url: URL;
  readonly api: NodeApi;
  readonly signIn: () => Promise<Secret>;
  readonly transport: HttpTransport;
  readonly clock: Pick<Clock, "now">;
  /** Stop sending requests this many milliseconds after the start. */
  readonly milliseconds: number;
  /** Stops the requests. */
  readonly signal: AbortSignal;
}

/** What a look at the node's own description showed. */
export interface CallExplanation {
  readonly isDescribed: boolean;
  /** How the description differs from the failed call, in sentences; undefined when it has exactly this call. */
  readonly difference?: string | undefined;
}

/**
 * What the node's own description says about a failed operation. Only reads the description, and without a session if
 * the sign-in is what failed. Raises EXA4xx when the node does not answer.
 */
export async function explainCall(name: OperationName, node: LookUp): Promise<CallExplanation> {
  const { url: nodeUrl, api, transport, clock, signIn, milliseconds, signal } = node;
  const end = clock.now() + milliseconds;
  const isOver = () => clock.now() >= end || signal.aborted;
  const token = name === "authenticate" ? undefined : await signIn().catch(() => undefined);
  const { described } = await describeNode({ transport, nodeUrl, api, token, isOver });
  if (described === undefined) return { isDescribed: false };
  return { isDescribed: true, difference: explanationOf(name, api, described.description) };
}

/** How many differences an error lists; more would be hard to read. */
const mostDifferences = 3;

/**
 * What a description says about a failed operation, in sentences in which the node's own words are harmless. Undefined
 * when it describes the call as the profile makes it, because the failure then has another cause.
 */
export function explanationOf(name: OperationName, api: NodeApi, description: ApiDescription): string | undefined {
  const finding = findingsOf(api, knownCalls(description)).find((each) => each.name === name);
  if (finding === undefined || finding.verdict === "fits" || finding.verdict === "unavailable") return undefined;
  const { call, today, notes, candidates } = finding;
  const differing = notes.differences.slice(0, mostDifferences).map(harmless).join("; ");
  if (description.find(today)) return `The node's own description has this call, but ${differing}.`;
  const offered = (call ? [call] : candidates).map(candidateText).join(", or ");
  const what = offered === "" ? "Nothing in it looks like this call." : `It has ${offered}.`;
  return `The node's own description has no ${callText(today)}. ${what}`;
}
