import { harmless } from "../core/text.ts";
import type { Turns } from "../core/turns.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import type { OperationName } from "../exalate/profile/operations.ts";
import { pathOf } from "./call-for.ts";
import { candidatesOf } from "./candidates.ts";
import { type ApiDescription, callText } from "./description.ts";
import { type Finding, findingsOf } from "./finding.ts";

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
