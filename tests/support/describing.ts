import type { ApiDescription } from "../../src/doctor/description.ts";
import { findingsOf } from "../../src/doctor/finding.ts";
import { type Proposal, proposalFor } from "../../src/doctor/proposal.ts";
import { isDescription, readDescription } from "../../src/doctor/read-description.ts";
import { defaultNodeApi } from "../../src/exalate/profile/node-api.ts";

/** The node that the documents of these tests describe. */
export const nodeUrl = new URL("https://node.contoso.com");

/** Reads a document as the node at {@link nodeUrl} serves it. @throws Error when it describes no API */
export function described(document: unknown, at = nodeUrl): ApiDescription {
  if (!isDescription(document)) throw new Error("This describes no API.");
  return readDescription(document, { nodeUrl: at, documentUrl: new URL("/swagger.json", at) });
}

/** What the doctor proposes for a description, from the profile as it comes. */
export function proposed(description: ApiDescription): Promise<Proposal> {
  return proposalFor(defaultNodeApi, description, findingsOf(defaultNodeApi, description));
}

/** A Swagger 2.0 document with these paths. */
export function swagger(paths: object, more: object = {}): object {
  return { swagger: "2.0", info: { title: "Contoso" }, basePath: defaultNodeApi.basePath, paths, ...more };
}
