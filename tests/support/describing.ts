import { withDescribedBase } from "../../src/doctor/base-path.ts";
import type { ApiDescription } from "../../src/doctor/description.ts";
import { type Finding, findingsOf, knownCalls } from "../../src/doctor/finding.ts";
import { type Proposal, proposalFor } from "../../src/doctor/proposal.ts";
import { isDescription, readDescription } from "../../src/doctor/read-description.ts";
import { tokenFinding } from "../../src/doctor/session-token.ts";
import { defaultNodeApi, type NodeApi } from "../../src/exalate/profile/node-api.ts";

/** The URL of the node that the test documents describe. */
export const nodeUrl = new URL("https://node.contoso.com");

/** Reads a document as if {@link nodeUrl} served it. @throws Error when the document is not an API description */
export function described(document: unknown, at = nodeUrl): ApiDescription {
  if (!isDescription(document)) throw new Error("This is not an API description.");
  return readDescription(document, { nodeUrl: at, documentUrl: new URL("/swagger.json", at) });
}

/** The doctor's proposal for a description, and the comparison from which it follows. */
export async function proposed(
  description: ApiDescription,
  today: NodeApi = defaultNodeApi,
): Promise<Proposal & { readonly findings: readonly Finding[] }> {
  const api = withDescribedBase(today, description);
  const findings = findingsOf(api, knownCalls(description));
  const calls = findings.flatMap(({ call }) => call ?? []);
  return { findings, ...(await proposalFor(api, findings, tokenFinding(api, description, calls))) };
}

/** A Swagger 2.0 document with these paths. */
export function swagger(paths: object, more: object = {}): object {
  return { swagger: "2.0", info: { title: "Contoso" }, basePath: defaultNodeApi.basePath, paths, ...more };
}

/** `METHOD /path` of each operation that changes something on a node, by its name. */
export function changingCalls({ basePath, operations }: NodeApi): Record<string, string> {
  const names = ["initiateConnection", "acceptInvitation", "deleteConnection"] as const;
  const calls = names.map((name) => {
    const operation = operations[name];
    return [name, operation ? `${operation.method} ${basePath}${operation.path}` : "none"];
  });
  return Object.fromEntries(calls);
}
