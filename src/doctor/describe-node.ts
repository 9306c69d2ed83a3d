import type { Secret } from "../core/secret.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import type { HttpTransport } from "../http/http.ts";
import type { ApiDescription } from "./description.ts";
import { findDocument } from "./find-document.ts";
import { readDescription } from "./read-description.ts";

/** What asking a node for its description takes. */
export interface NodeToDescribe {
  readonly transport: HttpTransport;
  readonly nodeUrl: URL;
  readonly api: NodeApi;
  /** Sent along only when the description is not shown without; undefined when there is no session. */
  readonly token: Secret | undefined;
  /** Whether the time for looking is over. */
  readonly isOver: () => boolean;
}

/** A node's description, and where it was found. */
export interface NodeDescription {
  readonly url: URL;
  readonly description: ApiDescription;
}

/** What came of asking. */
export interface DescribedNode {
  readonly described: NodeDescription | undefined;
  /** Whether the node wants a session before it shows a page that could name the description. */
  readonly needsSession: boolean;
}

/** A node's own description of its API. Only reads. Raises EXA4xx when nothing answers at the node's URL. */
export async function describeNode({ transport, nodeUrl, api, token, isOver }: NodeToDescribe): Promise<DescribedNode> {
  const sessionHeaders = token && { [api.tokenHeader]: `${api.tokenPrefix}${token.reveal()}` };
  const search = { transport, nodeUrl, basePath: api.basePath, sessionHeaders, isOver };
  const { found, needsSession } = await findDocument(search);
  if (found === undefined) return { described: undefined, needsSession };
  const description = readDescription(found.document, { nodeUrl, documentUrl: found.url });
  return { described: { url: found.url, description }, needsSession: false };
}
