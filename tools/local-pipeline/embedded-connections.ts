import { randomUUID } from "node:crypto";
import { type ExalateNode, fakeToken, startExalateNode } from "../exalate-node/node.ts";
import type { ServiceEndpoint } from "../local-agent/agent.ts";
import type { ConnectionUse } from "./model.ts";

const nodeNames = ["node-a", "node-b"] as const;

/** Service connections and their embedded nodes. */
export interface Connections {
  readonly endpoints: readonly ServiceEndpoint[];
  /** Always two, because the destination of a connection needs no service connection. */
  readonly nodes: readonly ExalateNode[];
  /** URLs by name of the service connection, and of the embedded nodes as `node-a` and `node-b`. */
  readonly urls: Readonly<Record<string, string>>;
}

/**
 * Creates the service connections that a pipeline uses: to a real node where a URL is given, else to an embedded one.
 * @throws Error when the environment lacks a token, or a third embedded node would be needed
 */
export async function connect(
  uses: readonly ConnectionUse[],
  urls: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv,
): Promise<Connections> {
  const embedded = uses.filter(({ name }) => urls[name] === undefined);
  const third = embedded[nodeNames.length];
  if (third !== undefined) throw new Error(`There are only two embedded nodes. Give --connection ${third.name}=<url>.`);
  const real = uses.flatMap(({ name, type }) => {
    const url = urls[name];
    return url === undefined ? [] : [endpoint(name, type, url, tokenFor(name, environment))];
  });
  const nodes = await Promise.all(nodeNames.map(() => startExalateNode()));
  const local = embedded.map(({ name, type }, index) => endpoint(name, type, nodes[index]?.url ?? "", fakeToken));
  const endpoints = [...real, ...local];
  return { endpoints, nodes, urls: urlsOf(nodes, endpoints) };
}

function urlsOf(nodes: readonly ExalateNode[], endpoints: readonly ServiceEndpoint[]): Record<string, string> {
  return Object.fromEntries([
    ...nodeNames.map((name, index) => [name, nodes[index]?.url ?? ""] as const),
    ...endpoints.map(({ name, url }) => [name, url] as const),
  ]);
}

/** Replaces each value `@<name>` by the URL with that name. @throws Error when there is none. */
export function withUrls(values: Readonly<Record<string, string>>, urls: Connections["urls"]): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, withUrl(value, urls)]));
}

function withUrl(value: string, urls: Connections["urls"]): string {
  if (!value.startsWith("@")) return value;
  const url = urls[value.slice(1)];
  if (url !== undefined) return url;
  throw new Error(`"${value}" is unknown. Known are ${Object.keys(urls).join(", ")}.`);
}

function endpoint(name: string, type: string, url: string, apitoken: string): ServiceEndpoint {
  return { id: randomUUID(), name, type, url, scheme: "Token", parameters: { apitoken }, data: {} };
}

function tokenFor(name: string, environment: NodeJS.ProcessEnv): string {
  const variable = `EXALATE_TOKEN_${name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
  const token = environment[variable];
  if (token === undefined || token === "")
    throw new Error(`Put the token of ${name} into the environment variable ${variable}.`);
  return token;
}
