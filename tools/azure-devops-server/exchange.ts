import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";

/** The host of a request. Azure DevOps serves releases on a separate host. */
export type Host = "collection" | "releases";

/** A request that reached the server. */
export interface RecordedRequest {
  readonly host: Host;
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Status of the answer; 0 before the answer. */
  readonly status: number;
}

/** One request and the answer to it. */
export class Exchange {
  readonly response: ServerResponse;
  readonly #record: RecordedRequest & { status: number };

  constructor(host: Host, request: IncomingMessage, response: ServerResponse, body: string) {
    this.response = response;
    const { method = "", url: path = "", headers } = request;
    this.#record = { host, method, path, headers, body, status: 0 };
  }

  /** The record of the request; its status is set when the answer is sent. */
  get request(): RecordedRequest {
    return this.#record;
  }

  /** Sends an answer. */
  send({ status, headers, body }: Answer): void {
    this.#record.status = status;
    this.response.writeHead(status, { ...headers, "Content-Length": String(Buffer.byteLength(body)) }).end(body);
  }
}

/** Reads a request's body. Raises an error when the client closes the connection. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
