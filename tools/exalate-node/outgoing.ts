import * as http from "node:http";
import * as https from "node:https";
import { isObject } from "../../src/core/json.ts";
import type { NodeSelf } from "./route.ts";

/** The answer of another node. */
export interface PeerAnswer {
  readonly status: number;
  /** The answer's JSON object; empty when there is none. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** A request to another node. */
export interface PeerRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly body?: unknown;
  /** Time limit for the whole exchange, in milliseconds. */
  readonly milliseconds: number;
}

const largestAnswerBytes = 65_536;

/**
 * Sends a request to another node. Does not follow redirects.
 * @throws Error when nothing answers in time, or the answer is too large
 */
export function askPeer(node: NodeSelf, { method, url, body, milliseconds }: PeerRequest): Promise<PeerAnswer> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "Content-Type": "application/json" };
    const ca = node.settings.tls?.ca;
    const options = { method, headers, agent: false, signal: node.closing, ...(ca === undefined ? {} : { ca }) };
    const { request: open } = url.startsWith("https:") ? https : http;
    const request = open(url, options, (response) => readAnswer(response).then(resolve, reject));
    const timer = setTimeout(() => request.destroy(new Error(`${url} did not answer in time`)), milliseconds);
    request.on("error", reject).on("close", () => clearTimeout(timer));
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function readAnswer(response: http.IncomingMessage): Promise<PeerAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > largestAnswerBytes) throw new Error("The answer is too large");
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, members: membersOf(Buffer.concat(chunks).toString("utf8")) };
}

function membersOf(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
