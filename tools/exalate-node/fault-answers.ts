import type { ServerResponse } from "node:http";
import { Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { TLSSocket } from "node:tls";
import { createGzip } from "node:zlib";
import { json, text, toWire, type WireAnswer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import type { Fault } from "./faults.ts";

/**
 * Answers a request with a fault.
 * @param work does the work of the request; called only for faults that include it
 */
export async function answerWithFault(
  exchange: Exchange,
  fault: Fault,
  work: () => Promise<WireAnswer>,
): Promise<void> {
  if ("after" in fault && fault.after) await work();
  switch (fault.kind) {
    case "reset":
      return cut(exchange.response);
    case "lostAnswer":
      await work();
      return cut(exchange.response);
    case "hang":
      return;
    case "status":
      return exchange.send(otherStatus(fault));
    case "truncate":
      return truncate(exchange, await work());
    case "html":
      return exchange.send(toWire(text(200, signInPage, "text/html; charset=utf-8")));
    case "body":
      return exchange.send(toWire(text(200, fault.body, fault.contentType ?? "application/json")));
    case "alter":
      return exchange.send(altered(await work(), fault.alter));
    case "drip":
      return drip(exchange, await work(), fault.millisecondsPerByte);
    case "big":
      return flood(exchange, fault.bytes);
    case "gzipBomb":
      return floodPacked(exchange, fault.bytes);
    case "redirect":
      return exchange.send({ status: fault.status, headers: { Location: fault.location }, body: "" });
    case "echo":
      return exchange.send(toWire(json(400, { message: quote(exchange) })));
  }
}

const signInPage = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to continue</body></html>";

function cut({ socket }: ServerResponse): void {
  if (socket instanceof Socket && !(socket instanceof TLSSocket)) socket.resetAndDestroy();
  else socket?.destroy();
}

function otherStatus(fault: Extract<Fault, { kind: "status" }>): WireAnswer {
  const { status, contentType = "application/json", headers = {} } = fault;
  const body = fault.body ?? JSON.stringify({ message: `The node answers ${status}` });
  return { status, headers: { "Content-Type": contentType, ...headers }, body };
}

// Content-Length is that of the complete answer, so the client can see that half of it is missing.
function truncate(exchange: Exchange, { status, headers, body }: WireAnswer): void {
  const bytes = Buffer.from(body);
  const response = exchange.begin(status, { ...headers, "Content-Length": String(bytes.length) });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroySoon());
}

function altered(answer: WireAnswer, alter: (body: string) => string): WireAnswer {
  return { ...answer, body: alter(answer.body) };
}

function drip(exchange: Exchange, { status, headers, body }: WireAnswer, milliseconds: number): void {
  const bytes = Buffer.from(body);
  const response = exchange.begin(status, { ...headers, "Content-Length": String(bytes.length) });
  response.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < bytes.length) response.write(bytes.subarray(sent, ++sent));
    else response.end();
  }, milliseconds);
  response.on("close", () => clearInterval(timer));
}

async function flood(exchange: Exchange, bytes: number): Promise<void> {
  const response = exchange.begin(200, { "Content-Type": "application/json" });
  await pipeline(Readable.from(largeJson(bytes)), response).catch(ignoreClosedConnection);
}

async function floodPacked(exchange: Exchange, bytes: number): Promise<void> {
  const response = exchange.begin(200, { "Content-Type": "application/json", "Content-Encoding": "gzip" });
  await pipeline(Readable.from(largeJson(bytes)), createGzip(), response).catch(ignoreClosedConnection);
}

// The client can close the connection when it has read enough.
function ignoreClosedConnection(): void {}

function* largeJson(bytes: number): Generator<Buffer> {
  const [head, tail] = ['{"padding":"', '"}'];
  yield Buffer.from(head);
  const chunk = Buffer.alloc(65_536, "x");
  for (let left = bytes - head.length - tail.length; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
  yield Buffer.from(tail);
}

function quote({ request, body }: Exchange): string {
  const { rawHeaders, method, url } = request;
  const headers = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
  return `Cannot process ${method} ${url} with headers ${headers.join("; ")} and body ${body}`;
}
