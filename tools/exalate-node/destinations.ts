import { type Answer, json, Refusal } from "./answer.ts";
import { askPeer } from "./outgoing.ts";
import { basePath, type Call, type NodeSelf } from "./route.ts";
import { nodeVersion } from "./settings.ts";

/** Time limit for the healthcheck of another node, in milliseconds. */
const healthcheckMilliseconds = 2000;

/** Describes this node; other nodes call it too. */
export function healthcheck({ node }: Call): Answer {
  const { trackerType, modes } = node.settings;
  return json(200, { status: "ok", nodeUrl: node.nodeUrl, version: nodeVersion, trackerType, modes });
}

/** Checks whether an Exalate node answers at a URL, and returns its description. */
export async function describeDestination({ node, query }: Call): Promise<Answer> {
  const url = webUrl(query.url ?? "");
  const found = await callHealthcheck(node, url).catch(() => null);
  return json(200, found ?? { reachable: false, nodeUrl: null, modes: [] });
}

/**
 * Reads an http or https URL and removes query, fragment and trailing slashes.
 * @throws Refusal 400 for anything else
 */
export function webUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) throw new Refusal(400, `"${url}" is not a URL`);
  return `${parsed.origin}${parsed.pathname}`.replace(/(?<!\/)\/+$/, "");
}

/** Whether a URL, as {@link webUrl} returns it, is this node's own. */
export function isOwnUrl(node: NodeSelf, url: string): boolean {
  return [node.nodeUrl, node.listeningUrl].some((own) => webUrl(own) === url);
}

async function callHealthcheck(node: NodeSelf, url: string) {
  const request = {
    method: "GET",
    url: `${url}${basePath}/healthcheck`,
    milliseconds: healthcheckMilliseconds,
  } as const;
  const { status, members } = await askPeer(node, request);
  const { nodeUrl, modes } = members;
  if (status !== 200 || typeof nodeUrl !== "string" || !Array.isArray(modes)) return null;
  return { reachable: true, nodeUrl, modes: modes.map(String) };
}
