import { setMaxListeners } from "node:events";
import type { IncomingMessage } from "node:http";
import { HttpClient, type HttpClientResponse } from "typed-rest-client/HttpClient.js";
import { Failure } from "../core/failure.ts";
import { Connections } from "./connections.ts";
import type { HttpAnswer, HttpRequest, HttpTransport } from "./http.ts";
import { isOfUnknownIssuer, networkFailure } from "./network-failures.ts";
import type { NetworkSettings } from "./network-settings.ts";

/** What bounds a request; a node that hangs or floods costs no more. */
export interface TransportLimits {
  /** Milliseconds from sending a request to the last byte of its answer. */
  readonly requestMilliseconds: number;
  /** Largest body, in bytes. */
  readonly bodyBytes: number;
}

/** Exalate nodes have left requests hanging; half a minute is beyond any answer that still comes. */
export const defaultLimits: TransportLimits = { requestMilliseconds: 30_000, bodyBytes: 4 * 1024 * 1024 };

/**
 * The real network, by typed-rest-client, to one host. Connections are kept between requests; redirects are not
 * followed, since the library would send the credentials along; nothing is retried here. Only the proxy of the
 * settings is used: the library would read the environment's in a way of its own. When the signal is aborted, requests
 * that still wait end with EXA402.
 */
export function createTransport(
  userAgent: string,
  signal: AbortSignal = new AbortController().signal,
  network: NetworkSettings = {},
  limits: TransportLimits = defaultLimits,
): HttpTransport {
  // Each of the requests that wait at one time listens to it; Node warns in the log from the eleventh on.
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
  return { send: (request) => send({ client, connections, network, limits, signal }, request), close };
}

interface Line {
  readonly client: HttpClient;
  readonly connections: Connections;
  readonly network: NetworkSettings;
  readonly limits: TransportLimits;
  readonly signal: AbortSignal;
}

async function send(line: Line, request: HttpRequest): Promise<HttpAnswer> {
  const { limits, signal } = line;
  const deadline = new Deadline(limits.requestMilliseconds, signal);
  try {
    const { message } = await deadline.bound(start(line, request));
    deadline.onPass(() => message.destroy());
    const body = await deadline.bound(bodyOf(message, request, limits));
    return { status: message.statusCode ?? 0, headers: headersOf(message), body };
  } catch (error) {
    throw await failureOf(line, error, new URL(request.url));
  } finally {
    deadline.clear();
  }
}

async function failureOf({ connections, network, limits }: Line, error: unknown, url: URL): Promise<Failure> {
  const issuer = isOfUnknownIssuer(error) ? await connections.issuerAt(url) : undefined;
  return networkFailure(error, url, limits.requestMilliseconds, { network, issuer });
}

async function start({ client, connections }: Line, request: HttpRequest): Promise<HttpClientResponse> {
  await connections.ready(new URL(request.url));
  return ask(client, request);
}

/** Without a body the library's own methods send no Content-Length, which a GET should not have. */
function ask(client: HttpClient, { method, url, headers, body }: HttpRequest): Promise<HttpClientResponse> {
  if (body === undefined && method === "GET") return client.get(url, { ...headers });
  if (body === undefined && method === "DELETE") return client.del(url, { ...headers });
  return client.request(method, url, body ?? "", { ...headers });
}

/** A time by which all steps of one request must be done; the library itself bounds only silence. */
class Deadline {
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal;
  readonly #stop = () => this.#pass("ECANCELED");
  readonly #passed: Promise<never>;
  #reject: (reason: Error) => void = () => {};
  #cleanUp: () => void = () => {};

  constructor(milliseconds: number, signal: AbortSignal) {
    this.#passed = new Promise((_, reject) => {
      this.#reject = reject;
    });
    this.#passed.catch(() => {});
    this.#timer = setTimeout(() => this.#pass("ETIMEDOUT"), milliseconds);
    this.#signal = signal;
    if (signal.aborted) this.#stop();
    else signal.addEventListener("abort", this.#stop);
  }

  bound<T>(work: Promise<T>): Promise<T> {
    work.catch(() => {});
    return Promise.race([work, this.#passed]);
  }

  onPass(cleanUp: () => void): void {
    this.#cleanUp = cleanUp;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener("abort", this.#stop);
  }

  #pass(code: string): void {
    this.#reject(Object.assign(new Error(code), { code }));
    this.#cleanUp();
  }
}

function bodyOf(message: IncomingMessage, request: HttpRequest, limits: TransportLimits): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.bodyBytes) message.destroy(tooLarge(request, limits));
      else chunks.push(chunk);
    });
    message.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    message.on("error", reject);
    // An answer that is cut off closes without an end; settling twice does no harm.
    message.on("close", () => reject(Object.assign(new Error("cut off"), { code: "ECONNRESET" })));
  });
}

function tooLarge(request: HttpRequest, limits: TransportLimits): Failure {
  return new Failure(
    "EXA405",
    `The answer of ${new URL(request.url).host} to ${request.method} ${new URL(request.url).pathname} is larger than ${limits.bodyBytes} bytes and was not read.`,
    "Check that the URL of the service connection is an Exalate node's.",
  );
}

function headersOf(message: IncomingMessage): Record<string, string> {
  const pairs = Object.entries(message.headers).map(
    ([name, value]) => [name, [value ?? ""].flat().join(", ")] as const,
  );
  return Object.fromEntries(pairs);
}
