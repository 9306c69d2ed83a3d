import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** What a relay tells of each request that it carries, in turn. */
export interface RelayWatch {
  /** The server has done what it was asked for; its answer is held back until this is settled. */
  done(): Promise<void>;
  /** The client has got the answer. */
  answered(): void;
}

/** A server that passes requests on to another, and lets a test stand between the two. */
export interface Relay {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a relay in front of the server at `target`. */
export async function startRelay(target: string, watch: RelayWatch): Promise<Relay> {
  const server = http.createServer((request, response) => {
    carry(target, request, response, watch).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function carry(
  target: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  watch: RelayWatch,
): Promise<void> {
  const answer = await ask(target, request, await bytesOf(request));
  const body = await bytesOf(answer);
  await watch.done();
  const { "transfer-encoding": _, ...headers } = answer.headers;
  response.on("finish", () => watch.answered());
  response.writeHead(answer.statusCode ?? 502, headers).end(body);
}

function ask(target: string, request: http.IncomingMessage, body: Buffer): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { host } = new URL(target);
    const headers = { ...request.headers, host };
    const options = { method: request.method ?? "GET", headers, agent: false };
    const asking = http.request(new URL(request.url ?? "/", target), options, resolve);
    asking.on("error", reject).end(body);
  });
}

async function bytesOf(stream: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
