import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** The callbacks of a relay for each request, in order. */
export interface RelayWatch {
  /** Called when the server has answered. The relay holds the answer back until the promise is settled. */
  done(): Promise<void>;
  /** Called when the answer is sent to the client. */
  answered(): void;
}

/** A server that forwards requests to another server, with callbacks for a test. */
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
