import assert from "node:assert/strict";
import * as http from "node:http";
import * as https from "node:https";
import { afterEach } from "mocha";
import { type ExalateNode, type ExalateNodeOptions, startExalateNode } from "../../tools/exalate-node/node.ts";

/** The answer of a node. */
export interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** Content of a request. */
export interface RequestContent {
  readonly body?: unknown;
  /** Sent unchanged instead of `body`. */
  readonly rawBody?: string;
  readonly headers?: Record<string, string>;
  readonly ca?: string;
}

/** Base path that the tests expect, written out separately from the node's code. */
export const base = "/rest/issuehub/4.0";

/** Valid settings to initiate a connection. */
export const settings = {
  name: "Fabrikam_to_Contoso",
  description: "Support cases",
  localShortName: "Fabrikam",
  remoteShortName: "Contoso",
  remoteUrl: "https://contoso.exalate.test",
  private: false,
  mode: "script",
  project: "Fabrikam",
};

const running = new Set<ExalateNode>();

afterEach(async () => {
  await Promise.all([...running].map((node) => node.close()));
  running.clear();
});

/** Starts a node, which is closed after the test. */
export async function start(options: ExalateNodeOptions = {}): Promise<ExalateNode> {
  const node = await startExalateNode(options);
  running.add(node);
  return node;
}

/** Sends one request. @throws Error when the connection breaks before the answer is complete, or after five seconds */
export function send(method: string, url: string, content: RequestContent = {}): Promise<Reply> {
  const body = content.rawBody ?? (content.body === undefined ? undefined : JSON.stringify(content.body));
  const headers = { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...content.headers };
  const { request: open } = url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    const trust = content.ca === undefined ? {} : { ca: content.ca };
    const signal = AbortSignal.timeout(5000);
    const request = open(url, { method, headers, agent: false, signal, ...trust }, (response) => {
      readAll(response).then((text) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      }, reject);
    });
    request.on("error", reject).end(body);
  });
}

/** Sends one request to a node's API, signed in. */
export function ask(node: ExalateNode, method: string, path: string, body?: unknown): Promise<Reply> {
  const headers = { "X-exalate-jwt": node.issueSession() };
  return send(method, `${node.url}${base}${path}`, body === undefined ? { headers } : { headers, body });
}

/** The JSON of an answer. */
export function jsonOf(reply: Reply): unknown {
  return JSON.parse(reply.text);
}

/** A text member of an answer's JSON. @throws Error when it is missing */
export function memberOf(reply: Reply, name: string): string {
  const value: unknown = JSON.parse(reply.text)[name];
  if (typeof value !== "string") throw new Error(`No text "${name}" in HTTP ${reply.status} ${reply.text}`);
  return value;
}

/** Status and message of a refusal. */
export function refusalOf(reply: Reply): [number, string] {
  return [reply.status, memberOf(reply, "message")];
}

async function readAll(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** The Swagger document of a node. */
export async function fullDocument(node: ExalateNode) {
  return JSON.parse((await send("GET", `${node.url}/swagger.json`)).text);
}

/** Asserts that an object has at least these members. */
export function assertMembers(actual: unknown, expected: Record<string, unknown>): void {
  const members = Object.entries(actual ?? {}).filter(([name]) => name in expected);
  assert.deepEqual(Object.fromEntries(members), expected);
}
