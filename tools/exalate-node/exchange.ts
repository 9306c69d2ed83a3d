import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { WireAnswer } from "./answer.ts";

/** A request that reached the node. */
export interface RecordedRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Status of the node's answer; 0 before it answers. */
  readonly status: number;
}

/** Largest request body that the node reads, in bytes. */
const largestBodyBytes = 1_048_576;

/** One request and the answer to it. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The request's body; null when it was too large. */
  readonly body: string | null;
  readonly #record: { status: number } & RecordedRequest;

  constructor(request: IncomingMessage, response: ServerResponse, body: string | null) {
    this.request = request;
    this.response = response;
    this.body = body;
    const { method = "", url: path = "", headers } = request;
    this.#record = { method, path, headers, body: body ?? "", status: 0 };
  }

  /** The record of the request; its status is set when the answer begins. */
  get record(): RecordedRequest {
    return this.#record;
  }

  /** Sends status and headers. */
  begin(status: number, headers: Readonly<Record<string, string>> = {}): ServerResponse {
    this.#record.status = status;
    return this.response.writeHead(status, headers);
  }

  /** Sends a complete answer. */
  send({ status, headers, body }: WireAnswer): void {
    const length = status === 204 ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    this.begin(status, { ...headers, ...length }).end(body);
  }
}

/**
 * Reads a request's body, up to {@link largestBodyBytes}; null when it is larger.
 * @throws Error when the client closes the connection
 */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= largestBodyBytes) chunks.push(chunk);
  }
  return size <= largestBodyBytes ? Buffer.concat(chunks).toString("utf8") : null;
}
