import type { Secret } from "../core/secret.ts";
import type { NodeApi } from "../exalate/profile/node-api.ts";
import type { HttpTransport } from "../http/http.ts";
import type { ApiDescription } from "./description.ts";
import { findDocument } from "./find-document.ts";
import { readDescription } from "./read-description.ts";

/** What {@link describeNode} needs. */
export interface NodeToDescribe {
  readonly transport: HttpTransport;
  readonly nodeUrl: URL;
  readonly api: NodeApi;
  /** Sent only when the node refuses a request without it; undefined when there is no session. */
  readonly token: Secret | undefined;
  /** Whether the time limit is reached. */
  readonly isOver: () => boolean;
}

/** A node's description, and where it was found. */
export interface NodeDescription {
  readonly url: URL;
  readonly description: ApiDescription;
}

/** The result of {@link describeNode}. */
export interface DescribedNode {
  readonly described: NodeDescription | undefined;
  /** Whether the node refused a page that could lead to the description. */
  readonly needsSession: boolean;
}

/** Finds a node's own description of its API. Only reads. Raises EXA4xx when nothing answers at the node's URL. */
export async function describeNode({ transport, nodeUrl, api, token, isOver }: NodeToDescribe): Promise<DescribedNode> {
  const headers = token && sessionHeaders(api, token);
  const search = { transport, nodeUrl, basePath: api.basePath, sessionHeaders: headers, isOver };
  const { found, needsSession } = await findDocument(search);
  if (found === undefined) return { described: undefined, needsSession };
  const description = readDescription(found.document, { nodeUrl, documentUrl: found.url });
  return { described: { url: found.url, description }, needsSession: false };
}

/** The header that carries a session token. */
export function sessionHeaders({ tokenHeader, tokenPrefix }: NodeApi, token: Secret): Record<string, string> {
  return { [tokenHeader]: `${tokenPrefix}${token.reveal()}` };
}
