import { pathToFileURL } from "node:url";
import { type DescribedNode, describeNode, type NodeToDescribe } from "../../src/doctor/describe-node.ts";
import { parseDocument } from "../../src/doctor/document.ts";
import { isDescription, readDescription } from "../../src/doctor/read-description.ts";
import { parseAddress } from "../../src/exalate/address.ts";
import type { HttpTransport } from "../../src/http/http.ts";
import { UsageError } from "../command-line.ts";
import { textOfFile } from "../option-file.ts";

/** The address in `--description`; undefined for a file. Raises EXA103 and EXA104 for an unusable address. */
export function addressIn(description: string | undefined): URL | undefined {
  return description !== undefined && /^https?:/i.test(description)
    ? parseAddress(description, "--description")
    : undefined;
}

/**
 * Reads the description at an address or in a file, instead of looking for it on the node. Another host than the node's
 * gets no credential, and a transport of its own from `connect`.
 * @throws UsageError when there is no API description
 * @throws Failure EXA4xx when nothing answers at the address
 */
export function descriptionFrom(
  place: URL | string,
  connect: (url: URL) => HttpTransport,
): (node: NodeToDescribe) => Promise<DescribedNode> {
  return async (node) => {
    const found = typeof place === "string" ? await inFile(place, node) : await atAddress(place, node, connect);
    if (found.described === undefined)
      throw new UsageError("There is no API description (Swagger 2 or OpenAPI 3) where --description leads.");
    return found;
  };
}

async function inFile(file: string, { nodeUrl }: NodeToDescribe): Promise<DescribedNode> {
  const document = await parseDocument(textOfFile("--description", file));
  if (!isDescription(document)) return { described: undefined, needsSession: false };
  const url = pathToFileURL(file);
  const description = readDescription(document, { nodeUrl, documentUrl: url });
  return { described: { url, description }, needsSession: false };
}

async function atAddress(url: URL, node: NodeToDescribe, connect: (url: URL) => HttpTransport): Promise<DescribedNode> {
  if (url.origin === node.nodeUrl.origin) return describeNode(node, [url]);
  const transport = connect(url);
  try {
    return await describeNode({ ...node, nodeUrl: new URL(url.origin), transport, token: undefined }, [url]);
  } finally {
    transport.close();
  }
}
