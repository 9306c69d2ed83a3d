import type { JsonObject } from "../../src/core/json.ts";

/** Browsers that save recordings, each in its own way. */
export const browsers = ["chrome", "edge", "firefox"] as const;

/** A browser that saves recordings. */
export type Browser = (typeof browsers)[number];

/** Header names and values, in order. */
export type HarHeaders = readonly (readonly [name: string, value: string])[];

/** One request and its answer, independent of how a browser writes them. */
export interface HarExchange {
  readonly method: string;
  readonly url: string;
  /** When it was sent, in milliseconds since 1970; by default 100 ms after the entry before it. */
  readonly at?: number;
  readonly requestHeaders?: HarHeaders;
  /** A text as it is sent, or a value that is sent as JSON. */
  readonly requestBody?: unknown;
  /** 200 by default; 0 for a request that was not answered. */
  readonly status?: number;
  readonly answerHeaders?: HarHeaders;
  /** A text as it is answered, or a value that is answered as JSON. */
  readonly answerBody?: unknown;
  /** By default `application/json` for a value and `text/plain` for a text. */
  readonly answerMimeType?: string;
  /** Write the answer's body as base64, as browsers do for what they do not take for text. */
  readonly isBase64?: boolean;
  /** Chrome's type of the resource; `fetch` by default. */
  readonly resourceType?: string;
}

const start = Date.UTC(2026, 0, 15, 9, 0, 0);
const userAgents: Readonly<Record<Browser, string>> = {
  chrome: "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  edge: "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
  firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
};

/** An exchange whose body and times are decided. */
interface Settled extends HarExchange {
  readonly at: number;
  readonly sent: string | undefined;
  readonly answered: string;
  readonly mimeType: string;
}

function settled(exchange: HarExchange, at: number): Settled {
  const { requestBody, answerBody, answerMimeType } = exchange;
  const isText = answerBody === undefined || typeof answerBody === "string";
  return {
    ...exchange,
    at: exchange.at ?? at,
    sent: requestBody === undefined ? undefined : textOfBody(requestBody),
    answered: answerBody === undefined ? "" : textOfBody(answerBody),
    mimeType: answerMimeType ?? (isText ? "text/plain" : "application/json"),
  };
}

function textOfBody(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

function namesAndValues(headers: HarHeaders): JsonObject[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function queryOf(url: string): JsonObject[] {
  return namesAndValues([...new URL(url).searchParams]);
}

function contentOf({ answered, mimeType, isBase64 }: Settled): JsonObject {
  const size = Buffer.byteLength(answered);
  if (isBase64) return { size, mimeType, text: Buffer.from(answered).toString("base64"), encoding: "base64" };
  return answered === "" ? { size, mimeType } : { size, mimeType, text: answered };
}

function sentType(exchange: Settled): string {
  const given = exchange.requestHeaders?.find(([name]) => name.toLowerCase() === "content-type");
  return given?.[1] ?? "application/json";
}

function chromiumHeaders(browser: Browser, { url, method, requestHeaders = [] }: Settled): JsonObject[] {
  const { host, pathname, search, protocol } = new URL(url);
  return namesAndValues([
    [":authority", host],
    [":method", method],
    [":path", pathname + search],
    [":scheme", protocol.slice(0, -1)],
    ["accept", "application/json"],
    ["sec-fetch-mode", "cors"],
    ["user-agent", userAgents[browser]],
    ...requestHeaders,
  ]);
}

function chromiumEntry(browser: Browser, exchange: Settled): JsonObject {
  const { at, method, url, sent, status = 200, answerHeaders = [], mimeType, resourceType = "fetch" } = exchange;
  return {
    _connectionId: "1201",
    _initiator: { type: "script", stack: { callFrames: [{ functionName: "send", url: "app.js", lineNumber: 3 }] } },
    _priority: "High",
    _resourceType: resourceType,
    cache: {},
    connection: "443",
    pageref: "page_1",
    request: {
      method,
      url,
      httpVersion: "h2",
      headers: chromiumHeaders(browser, exchange),
      queryString: queryOf(url),
      cookies: [],
      headersSize: -1,
      bodySize: sent === undefined ? 0 : Buffer.byteLength(sent),
      ...(sent === undefined ? {} : { postData: { mimeType: sentType(exchange), text: sent } }),
    },
    response: {
      status,
      statusText: "",
      httpVersion: "h2",
      headers: namesAndValues([...(status === 0 ? [] : ([["content-type", mimeType]] as const)), ...answerHeaders]),
      cookies: [],
      content: contentOf(exchange),
      redirectURL: "",
      headersSize: -1,
      bodySize: -1,
      _transferSize: 300,
      _error: status === 0 ? "net::ERR_ABORTED" : null,
      _fetchedViaServiceWorker: false,
    },
    serverIPAddress: "192.0.2.7",
    startedDateTime: new Date(at).toISOString(),
    time: 40.25,
    timings: { blocked: 1, dns: -1, ssl: -1, connect: -1, send: 0.1, wait: 38, receive: 1, _blocked_queueing: 0.9 },
  };
}

/** Firefox writes local times, and the size -1 for a body that it does not know. */
function firefoxEntry(exchange: Settled): JsonObject {
  const { at, method, url, sent, status = 200, requestHeaders = [], answerHeaders = [], mimeType } = exchange;
  const form = sentType(exchange).startsWith("application/x-www-form-urlencoded") ? new URLSearchParams(sent) : [];
  return {
    startedDateTime: `${new Date(at + 3_600_000).toISOString().slice(0, -1)}+01:00`,
    request: {
      bodySize: sent?.length ?? 0,
      method,
      url,
      httpVersion: "HTTP/2",
      headers: namesAndValues([
        ["Host", new URL(url).host],
        ["User-Agent", userAgents.firefox],
        ["Accept", "application/json"],
        ...requestHeaders,
      ]),
      cookies: [],
      queryString: queryOf(url),
      headersSize: 512,
      ...(sent === undefined
        ? {}
        : { postData: { mimeType: sentType(exchange), params: namesAndValues([...form]), text: sent } }),
    },
    response: {
      status,
      statusText: status === 0 ? "" : "OK",
      httpVersion: status === 0 ? "" : "HTTP/2",
      headers: namesAndValues([...(status === 0 ? [] : ([["Content-Type", mimeType]] as const)), ...answerHeaders]),
      cookies: [],
      content: status === 0 ? { mimeType: "", size: -1, text: "" } : contentOf(exchange),
      redirectURL: "",
      headersSize: 512,
      bodySize: 900,
    },
    cache: {},
    timings: { blocked: 0, dns: 0, connect: 0, ssl: 0, send: 0, wait: 39, receive: 0 },
    time: 39,
    _securityState: "secure",
    serverIPAddress: "192.0.2.7",
    connection: "443",
    pageref: "page_1",
  };
}

/** The entry of a recording, as a browser writes it. */
export function harEntry(browser: Browser, exchange: HarExchange, at = start): JsonObject {
  const complete = settled(exchange, at);
  return browser === "firefox" ? firefoxEntry(complete) : chromiumEntry(browser, complete);
}

function frame(browser: Browser): JsonObject {
  const page = {
    id: "page_1",
    title: "https://node.contoso.example/",
    pageTimings: { onContentLoad: 90, onLoad: 120 },
  };
  const pages = [{ startedDateTime: new Date(start).toISOString(), ...page }];
  if (browser !== "firefox") return { version: "1.2", creator: { name: "WebInspector", version: "537.36" }, pages };
  const creator = { name: "Firefox", version: "142.0" };
  return { version: "1.2", creator, browser: creator, pages };
}

/** The text of a recording, as a browser saves it. */
export function har(browser: Browser, exchanges: readonly HarExchange[]): string {
  const entries = exchanges.map((exchange, index) => harEntry(browser, exchange, start + 100 * index));
  return JSON.stringify({ log: { ...frame(browser), entries } }, null, 2);
}

const leftOut = /^(cookie|set-cookie|authorization)$/i;

/** The exchange as Chrome and Edge save it by default: without cookies and authorization. */
export function sanitized(exchange: HarExchange): HarExchange {
  const without = (headers: HarHeaders = []) => headers.filter(([name]) => !leftOut.test(name));
  return {
    ...exchange,
    requestHeaders: without(exchange.requestHeaders),
    answerHeaders: without(exchange.answerHeaders),
  };
}
