import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";

/** Which of the two servers a request came to. */
export type Host = "collection" | "releases";

/** A request that reached the server. */
export interface RecordedRequest {
  readonly host: Host;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Status that was answered; 0 as long as none was. */
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

  /** The request as it is remembered; its status is filled in once there is one. */
  get request(): RecordedRequest {
    return this.#record;
  }

  /** Sends an answer. */
  send({ status, headers, body }: Answer): void {
    this.#record.status = status;
    this.response.writeHead(status, { ...headers, "Content-Length": String(Buffer.byteLength(body)) }).end(body);
  }
}

/** Reads a request's body. Raises an error when the client goes away. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
