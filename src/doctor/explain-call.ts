import type { Clock } from "../core/clock.ts";
import type { Secret } from "../core/secret.ts";
import { harmless } from "../core/text.ts";
import type { Turns } from "../core/turns.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import type { OperationName } from "../exalate/profile/operations.ts";
import type { HttpTransport } from "../http/http.ts";
import { candidatesOf } from "./candidates.ts";
import { describeNode, turnsUntil } from "./describe-node.ts";
import { type ApiDescription, callText, pathOf } from "./description.ts";
import { type Finding, findingsOf } from "./finding.ts";

/** What {@link explainCall} needs. */
export interface LookUp {
  readonly url: URL;
  readonly api: NodeApi;
  readonly signIn: () => Promise<Secret>;
  readonly transport: HttpTransport;
  readonly clock: Pick<Clock, "now">;
  /** Stop sending requests and working this many milliseconds after the start. */
  readonly milliseconds: number;
  /** Stops the work. */
  readonly signal: AbortSignal;
}

/**
 * What the node's own description says about a failed operation, in sentences. Undefined when there is no description,
 * or when it has exactly this call. Raises EXA4xx when the node does not answer.
 */
export async function explainCall(name: OperationName, node: LookUp): Promise<string | undefined> {
  const { url: nodeUrl, api, transport, clock, signIn, milliseconds, signal } = node;
  const end = clock.now() + milliseconds;
  const isOver = () => clock.now() >= end || signal.aborted;
  const token = await signIn();
  const { described } = await describeNode({ transport, nodeUrl, api, token, isOver });
  return described && explanationOf(name, api, described.description, turnsUntil(isOver, nodeUrl));
}

/** How many differences an error lists; more would be hard to read. */
const mostDifferences = 3;

/**
 * What a node's description says about a failed operation, in sentences in which the node's own words are harmless.
 * Undefined when it describes the call as the profile makes it, because the failure then has another cause.
 */
export async function explanationOf(
  name: OperationName,
  api: NodeApi,
  description: ApiDescription,
  turns: Turns,
): Promise<string | undefined> {
  const finding = findingsOf(api, description).find((each) => each.name === name);
  if (finding === undefined || finding.verdict === "fits") return undefined;
  return `${differenceText(finding, api)} ${await candidateText(finding, api, description, turns)}`.trim();
}

function differenceText({ operation, verdict, differences }: Finding, api: NodeApi): string {
  const differing = differences.slice(0, mostDifferences).map(harmless).join("; ");
  const call = callText({ method: operation.method, path: pathOf(api, operation) });
  if (verdict === "differs") return `The node's own description has this call, but ${differing}.`;
  const but = differences.length === 0 ? "" : `: ${differing}`;
  return `The node's own description has no ${call}${but}.`;
}

async function candidateText(
  { name, operation, call }: Finding,
  api: NodeApi,
  { calls }: ApiDescription,
  turns: Turns,
): Promise<string> {
  if (call !== undefined) return "";
  const others = (await candidatesOf({ name, operation, path: pathOf(api, operation) }, calls, turns)).slice(0, 2);
  if (others.length === 0) return "Nothing in it looks like this call.";
  return `Most similar calls: ${others.map((candidate) => harmless(callText(candidate.call))).join(", then ")}.`;
}
