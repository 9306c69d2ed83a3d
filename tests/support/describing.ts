import type { ApiDescription } from "../../src/doctor/description.ts";
import { findingsOf } from "../../src/doctor/finding.ts";
import { type Proposal, proposalFor } from "../../src/doctor/proposal.ts";
import { isDescription, readDescription } from "../../src/doctor/read-description.ts";
import { defaultNodeApi } from "../../src/exalate/profile/node-api.ts";

/** The URL of the node that the test documents describe. */
export const nodeUrl = new URL("https://node.contoso.com");

/** Reads a document as if {@link nodeUrl} served it. @throws Error when the document is not an API description */
export function described(document: unknown, at = nodeUrl): ApiDescription {
  if (!isDescription(document)) throw new Error("This is not an API description.");
  return readDescription(document, { nodeUrl: at, documentUrl: new URL("/swagger.json", at) });
}

/** The doctor's proposal for a description, based on the default profile. */
export function proposed(description: ApiDescription): Promise<Proposal> {
  return proposalFor(defaultNodeApi, description, findingsOf(defaultNodeApi, description));
}

/** A Swagger 2.0 document with these paths. */
export function swagger(paths: object, more: object = {}): object {
  return { swagger: "2.0", info: { title: "Contoso" }, basePath: defaultNodeApi.basePath, paths, ...more };
}
