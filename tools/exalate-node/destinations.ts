import { type Answer, json, Refusal } from "./answer.ts";
import { askPeer } from "./outgoing.ts";
import { basePath, type Call, type NodeSelf } from "./route.ts";
import { nodeVersion } from "./settings.ts";

/** How long a node looks for another one, in milliseconds. */
export const lookMilliseconds = 2000;

/** Tells what the node is; other nodes ask it too. */
export function healthcheck({ node }: Call): Answer {
  const { trackerType, modes } = node.settings;
  return json(200, { status: "ok", nodeUrl: node.nodeUrl, version: nodeVersion, trackerType, modes });
}

/** Looks whether an Exalate node answers at a URL, and what it says of itself. */
export async function describeDestination({ node, query }: Call): Promise<Answer> {
  const url = webUrl(query.url ?? "");
  const found = await look(node, url).catch(() => null);
  return json(200, found ?? { reachable: false, nodeUrl: null, modes: [] });
}

/**
 * Reads an http or https URL; without query, fragment and trailing slashes.
 * @throws Refusal 400 when it is something else
 */
export function webUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) throw new Refusal(400, `"${url}" is not a URL`);
  return `${parsed.origin}${parsed.pathname}`.replace(/(?<!\/)\/+$/, "");
}

/** Tells whether a URL, as {@link webUrl} returns it, is the node's own. */
export function isOwnUrl(node: NodeSelf, url: string): boolean {
  return [node.nodeUrl, node.listeningUrl].some((own) => webUrl(own) === url);
}

async function look(node: NodeSelf, url: string) {
  const question = { method: "GET", url: `${url}${basePath}/healthcheck`, milliseconds: lookMilliseconds } as const;
  const { status, members } = await askPeer(node, question);
  const { nodeUrl, modes } = members;
  if (status !== 200 || typeof nodeUrl !== "string" || !Array.isArray(modes)) return null;
  return { reachable: true, nodeUrl, modes: modes.map(String) };
}
