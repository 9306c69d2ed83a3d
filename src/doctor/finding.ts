import type { NodeApi, Operation } from "../exalate/profile/node-api.ts";
import type { OperationName } from "../exalate/profile/operations.ts";
import { adjusted } from "./adjust.ts";
import { Adjustments } from "./adjustments.ts";
import { candidatesFor } from "./candidates.ts";
import { type ApiDescription, callText, type DescribedCall, pathOf } from "./description.ts";
import { deletionCall, invitationCall, readingCall, type TakenOver } from "./take-over.ts";

/** The result of comparing an operation of the profile with a node's description. */
export type Verdict = "fits" | "differs" | "not described" | "unavailable" | "not compared";

/** The comparison of one operation of the profile with the node's description. */
export interface Finding {
  readonly name: OperationName;
  /** Whether a task fails without it. */
  readonly isNeeded: boolean;
  readonly verdict: Verdict;
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
  return operations.map(([name, operation]) => findingOf(name, operation, api, known, list));
}

/** Where the list of connections is known to be. Paths below it can then be told from others. */
function listPath(api: NodeApi, known: KnownCalls): string | undefined {
  const { listConnections: list } = api.operations;
  const own = list && known.find({ method: list.method, path: pathOf(api, list) });
  return (own ?? readingCall("listConnections", api, known.calls)?.call)?.path;
}

/** Compares one operation. `list` is the known path of the list of connections. */
function findingOf(
  name: OperationName,
  operation: Operation,
  api: NodeApi,
  known: KnownCalls,
  list: string | undefined,
): Finding {
  const today = { ...operation, path: pathOf(api, operation) };
  const isNeeded = operation.optional !== true;
  const notes = new Adjustments();
  const open = { name, isNeeded, today, proposed: today, call: undefined, notes, candidates: [] };
  if (operation.unavailable === true) return { ...open, verdict: "unavailable" };
  const own = known.find(today);
  if (own !== undefined) return sameCall({ ...open, call: own }, api);
  const other = otherCall(name, api, known.calls, list);
  if (other !== undefined) return { ...open, verdict: "differs", ...otherwise(other) };
  if (!known.isDescribed) return { ...open, verdict: "not compared" };
  notes.remarks.push(`kept as in the profile (${today.evidence})`);
  return { ...open, verdict: "not described", candidates: candidatesFor(name, known.calls) };
}

function sameCall(
  finding: Omit<Finding, "verdict"> & { readonly call: DescribedCall },
  { spellings }: NodeApi,
): Finding {
  const { name, call, today } = finding;
  const { operation, notes } = adjusted(name, today, call, spellings);
  if (call.isTried) notes.remarks.push("it was tried");
  const verdict = notes.differences.length === 0 ? "fits" : "differs";
  const proposed = verdict === "fits" ? today : { ...operation, evidence: evidenceOf(call) };
  return { ...finding, verdict, notes, proposed };
}

function otherCall(
  name: OperationName,
  api: NodeApi,
  calls: readonly DescribedCall[],
  list: string | undefined,
): TakenOver | undefined {
  if (name === "listConnections" || name === "searchProjects" || name === "describeDestination")
    return readingCall(name, api, calls);
  if (list === undefined) return undefined;
  if (name === "readInvitation") return invitationCall(api, calls, list);
  return name === "deleteConnection" ? deletionCall(api, calls, list) : undefined;
}

function otherwise({ call, operation, notes }: TakenOver): Pick<Finding, "call" | "proposed" | "notes"> {
  notes.differences.unshift(`it is ${callText(call)}`);
  return { call, proposed: { ...operation, evidence: evidenceOf(call) }, notes };
}

function evidenceOf({ isTried }: DescribedCall): "observed" | "described" {
  return isTried ? "observed" : "described";
}
