import type { Evidence, NodeApi, Operation } from "../exalate/profile/node-api.ts";
import type { OperationName } from "../exalate/profile/operations.ts";
import { answerDifferences } from "./answer-differences.ts";
import { type ApiDescription, callFor, callsAtPath, type DescribedCall } from "./description.ts";
import { requestDifferences } from "./request-differences.ts";

/** The result of comparing an operation of the profile with a node's description. */
export type Verdict = "fits" | "differs" | "missing" | "unavailable" | "not described";

/** The comparison of one operation of the profile with the node's description. */
export interface Finding {
  readonly name: OperationName;
  readonly operation: Operation;
  readonly evidence: Evidence;
  /** Whether a task fails without it. */
  readonly isNeeded: boolean;
  readonly verdict: Verdict;
  /** The described call that the operation makes. */
  readonly call: DescribedCall | undefined;
  /** The differences, as short sentences that can quote the node. */
  readonly differences: readonly string[];
  /** What is unknown or unimportant. */
  readonly remarks: readonly string[];
}

/** Compares every operation of a profile with a node's description. Without one, the verdict is `not described`. */
export function findingsOf(api: NodeApi, description: ApiDescription | undefined): Finding[] {
  const operations = Object.entries(api.operations) as [OperationName, Operation][];
  return operations.map(([name, operation]) => ({
    name,
    operation,
    evidence: operation.evidence,
    isNeeded: operation.optional !== true,
    ...compare(api, name, operation, description),
  }));
}

type Comparison = Pick<Finding, "verdict" | "call" | "differences" | "remarks">;

const plain = { call: undefined, differences: [], remarks: [] } as const;

function compare(
  api: NodeApi,
  name: OperationName,
  operation: Operation,
  description: ApiDescription | undefined,
): Comparison {
  if (operation.unavailable === true) return { ...plain, verdict: "unavailable" };
  if (description === undefined) return { ...plain, verdict: "not described" };
  const call = callFor(description, api, operation);
  if (call === undefined)
    return { ...plain, verdict: "missing", differences: otherMethods(api, operation, description) };
  const { differences, remarks } = answerDifferences(name, operation, call, api.spellings);
  const all = [...requestDifferences(operation, call, api.spellings), ...differences];
  return { verdict: all.length === 0 ? "fits" : "differs", call, differences: all, remarks };
}

function otherMethods(api: NodeApi, operation: Operation, description: ApiDescription): string[] {
  const methods = callsAtPath(description, api, operation).map(({ method }) => method);
  return methods.length === 0 ? [] : [`the path exists only for ${methods.join(", ")}`];
}
