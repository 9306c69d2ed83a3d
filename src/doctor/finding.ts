import type { NodeApi, Operation } from "../exalate/profile/node-api.ts";
import type { OperationName } from "../exalate/profile/operations.ts";
import { adjusted } from "./adjust.ts";
import { Adjustments } from "./adjustments.ts";
import { candidatesFor } from "./candidates.ts";
import { type ApiDescription, callText, type DescribedCall, pathOf } from "./description.ts";
import { takenOver } from "./take-over.ts";

/** The comparison of one operation of the profile with a node's description. */
export interface Finding {
  readonly name: OperationName;
  /** Whether a task fails without it. */
  readonly isNeeded: boolean;
  readonly verdict: "fits" | "differs" | "not described" | "unavailable" | "not compared";
  /** The described or tried call that is the operation's beyond doubt. */
  readonly call: DescribedCall | undefined;
  /** The operation of the profile, with its path below the node's URL. */
  readonly today: Operation;
  /** The operation as it should be, with its path below the node's URL. */
  readonly proposed: Operation;
  readonly notes: Adjustments;
  /** What a person should look at, because no call is the operation's beyond doubt. */
  readonly candidates: readonly DescribedCall[];
}

/** The calls to compare with. */
export interface KnownCalls extends Pick<ApiDescription, "calls" | "find"> {
  /** Whether the node has a description; without one, only tried calls are known. */
  readonly isDescribed: boolean;
}

/** The calls of a description, if there is one. */
export function knownCalls(description: ApiDescription | undefined): KnownCalls {
  const { calls, find } = description ?? { calls: [], find: () => undefined };
  return { calls, find, isDescribed: description !== undefined };
}

/** Compares every operation of a profile with a node's calls. */
export function findingsOf(api: NodeApi, known: KnownCalls): Finding[] {
  const operations = Object.entries(api.operations) as [OperationName, Operation][];
  const list = listPath(api, known);
  return operations.map(([name, operation]) => {
    const today = { ...operation, path: pathOf(api, operation) };
    const isNeeded = operation.optional !== true;
    const plain = { name, isNeeded, today, proposed: today, call: undefined, notes: new Adjustments(), candidates: [] };
    return { ...plain, ...compared(name, today, api, known, list) };
  });
}

/** Where the list of connections is known to be, so that paths below it can be told from others. */
function listPath(api: NodeApi, { calls, find }: KnownCalls): string | undefined {
  const { listConnections: list } = api.operations;
  const own = list && find({ method: list.method, path: pathOf(api, list) });
  return (own ?? takenOver("listConnections", api, calls, undefined)?.call)?.path;
}

function compared(
  name: OperationName,
  today: Operation,
  api: NodeApi,
  { calls, find, isDescribed }: KnownCalls,
  list: string | undefined,
): Pick<Finding, "verdict"> & Partial<Finding> {
  if (today.unavailable === true) return { verdict: "unavailable" };
  const own = find(today);
  const taken = own ? adjusted(name, today, own, api.spellings) : takenOver(name, api, calls, list);
  if (taken !== undefined) {
    const { call, notes, operation } = taken;
    if (own === undefined) notes.differences.unshift(`it is ${callText(call)}`);
    const fits = notes.differences.length === 0;
    return { verdict: fits ? "fits" : "differs", call, notes, proposed: fits ? today : operation };
  }
  if (!isDescribed) return { verdict: "not compared" };
  return { verdict: "not described", candidates: candidatesFor(name, calls) };
}
