import type { Clock } from "../core/clock.ts";
import type { Secret } from "../core/secret.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import type { OperationName } from "../exalate/profile/operations.ts";
import type { HttpTransport } from "../http/http.ts";
import { describeNode } from "./describe-node.ts";
import { explanationOf } from "./explain.ts";
import { turnsUntil } from "./turns-until.ts";

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
