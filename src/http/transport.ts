import { setMaxListeners } from "node:events";
import type { IncomingMessage } from "node:http";
import { HttpClient, type HttpClientResponse } from "typed-rest-client/HttpClient.js";
import { Failure } from "../core/failure.ts";
import { FewAtOnce } from "../core/few-at-once.ts";
import { TimeLimit } from "../core/time-limit.ts";
import { readBody, userAgent } from "./body.ts";
import { Connections } from "./connections.ts";
import { type HttpAnswer, type HttpRequest, type HttpTransport, mostAtOnce } from "./http.ts";
import type { NetworkSettings } from "./network-settings.ts";

/** Limits for a request, against a node that does not answer or sends too much. */
export interface TransportLimits {
  /** Milliseconds from sending a request to the last byte of its answer. */
  readonly requestMilliseconds: number;
  /** Largest body, in bytes. */
  readonly bodyBytes: number;
}

/** An answer that takes longer than half a minute is not expected to come. */
const defaultLimits: TransportLimits = { requestMilliseconds: 30_000, bodyBytes: 4 * 1024 * 1024 };

/**
 * The real network transport to one host, over typed-rest-client. It keeps connections open between requests, does not
 * follow redirects, because the library would send the credentials along, and does not retry. It uses only the proxy in
 * the settings, because the library has its own way to read the environment. When the signal is aborted, waiting
 * requests end with EXA402.
 */
export function createTransport(
  signal: AbortSignal = new AbortController().signal,
  network: NetworkSettings = {},
  limits: TransportLimits = defaultLimits,
): HttpTransport {
  // Every waiting request listens to the signal. Node would print a warning from the eleventh listener on.
  setMaxListeners(0, signal);
  const connections = new Connections(network);
  const client = new HttpClient(userAgent, [connections], {
    allowRedirects: false,
    allowRetries: false,
    keepAlive: true,
    socketTimeout: limits.requestMilliseconds,
    proxy: { proxyUrl: "" },
  });
  const close = () => {
    connections.close();
    client.dispose();
  };
  const channel = { client, connections, network, limits, signal };
  const places = new FewAtOnce(mostAtOnce);
  return { send: (request) => places.run(() => send(channel, request)), close };
}

interface Channel {
  readonly client: HttpClient;
  readonly connections: Connections;
  readonly network: NetworkSettings;
  readonly limits: TransportLimits;
  readonly signal: AbortSignal;
}

async function send(channel: Channel, request: HttpRequest): Promise<HttpAnswer> {
  const { limits, signal } = channel;
  const limit = new TimeLimit(limits.requestMilliseconds, signal);
  try {
    const { message } = await limit.bound(start(channel, request));
    limit.signal.addEventListener("abort", () => message.destroy());
    const body = await limit.bound(readBody(message, limits.bodyBytes, () => tooLarge(request, limits)));
    return { status: message.statusCode ?? 0, headers: headersOf(message), body };
  } catch (error) {
    channel.connections.dropEarly();
    throw await failureOf(channel, error, new URL(request.url));
  } finally {
    limit.clear();
  }
}

async function failureOf({ connections, network, limits }: Channel, error: unknown, url: URL): Promise<Failure> {
  const { hasUnknownIssuer, networkFailure } = await import("./network-failures.ts");
  const issuer = hasUnknownIssuer(error) ? await connections.issuerAt(url) : undefined;
  return networkFailure(error, url, limits.requestMilliseconds, { network, issuer });
}

async function start({ client, connections }: Channel, request: HttpRequest): Promise<HttpClientResponse> {
  await connections.ready(new URL(request.url), request.followedBy);
  return ask(client, request);
}

/** Uses the library's GET and DELETE, because they send no Content-Length for a request without a body. */
function ask(client: HttpClient, { method, url, headers, body }: HttpRequest): Promise<HttpClientResponse> {
  if (body === undefined && method === "GET") return client.get(url, { ...headers });
  if (body === undefined && method === "DELETE") return client.del(url, { ...headers });
  return client.request(method, url, body ?? "", { ...headers });
}

function tooLarge(request: HttpRequest, limits: TransportLimits): Failure {
  return new Failure(
    "EXA405",
    `The answer from ${new URL(request.url).host} to ${request.method} ${new URL(request.url).pathname} is larger than ${limits.bodyBytes} bytes and was not read.`,
    "Check that the URL leads to the right host.",
  );
}

function headersOf(message: IncomingMessage): Record<string, string> {
  const pairs = Object.entries(message.headers).map(
    ([name, value]) => [name, [value ?? ""].flat().join(", ")] as const,
  );
  return Object.fromEntries(pairs);
}
