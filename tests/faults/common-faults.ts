import type { Fault } from "../../tools/exalate-node/node.ts";

/** The addresses that a fault can use. */
export interface FaultContext {
  /** The URL of a host other than the node, which must get no request. */
  readonly foreignUrl: string;
}

/** A fault that any operation can have. */
export type CommonFault = (context: FaultContext) => Fault;

const status = (status: number, headers: Record<string, string> = {}): CommonFault => {
  return () => ({ kind: "status", status, headers });
};

const afterwards = (status: number): CommonFault => {
  return () => ({ kind: "status", status, after: true });
};

const body = (value: unknown, after = false): CommonFault => {
  return () => ({ kind: "body", body: typeof value === "string" ? value : JSON.stringify(value), after });
};

const soon = () => new Date(Date.now() + 5000).toUTCString();

const wrongTypes = {
  id: { a: 1 },
  name: ["x"],
  status: 7,
  total: "many",
  results: { a: 1 },
  invitationCode: 42,
  token: { a: 1 },
  jwt: [1],
  reachable: "yes",
  modes: "script",
  nodeUrl: false,
};

const nulls = Object.fromEntries(Object.keys(wrongTypes).map((name) => [name, null]));

/** 50 MB. Only a small part of it may be read. */
const tooMuch = 50 * 1024 * 1024;

/** The faults by their names in the matrix. In those with "done", the node completes the operation before the fault. */
export const commonFaults: Readonly<Record<string, CommonFault>> = {
  reset: () => ({ kind: "reset" }),
  "reset, done": () => ({ kind: "lostAnswer" }),
  hang: () => ({ kind: "hang" }),
  "hang, done": () => ({ kind: "hang", after: true }),
  "HTTP 400": status(400),
  "HTTP 401": status(401),
  "HTTP 403": status(403),
  "HTTP 404": status(404),
  "HTTP 408": status(408),
  "HTTP 408, done": afterwards(408),
  "HTTP 429": status(429),
  "HTTP 429 in 7 s": status(429, { "Retry-After": "7" }),
  "HTTP 429 in a day": status(429, { "Retry-After": "86400" }),
  "HTTP 429 by date": () => ({ kind: "status", status: 429, headers: { "Retry-After": soon() } }),
  "HTTP 500": status(500),
  "HTTP 500, done": afterwards(500),
  "HTTP 502": status(502),
  "HTTP 502, done": afterwards(502),
  "HTTP 503": status(503),
  "HTTP 503, done": afterwards(503),
  "HTTP 504": status(504),
  "HTTP 504, done": afterwards(504),
  "cut off": () => ({ kind: "truncate" }),
  "half JSON": body('{"total":1,"results":[{"id":"7"', true),
  "empty, done": body("", true),
  html: () => ({ kind: "html" }),
  "html, done": () => ({ kind: "html", after: true }),
  "wrong types": body(wrongTypes),
  "wrong types, done": body(wrongTypes, true),
  nulls: body(nulls),
  "a list": body([1, "two", null]),
  "50 MB": () => ({ kind: "big", bytes: tooMuch }),
  "50 MB, done": () => ({ kind: "big", bytes: tooMuch, after: true }),
  drip: () => ({ kind: "drip", millisecondsPerByte: 300 }),
  "gzip bomb": () => ({ kind: "gzipBomb", bytes: tooMuch }),
  "redirect 302": ({ foreignUrl }) => ({ kind: "redirect", status: 302, location: `${foreignUrl}/sign-in` }),
  "redirect 308, done": ({ foreignUrl }) => ({ kind: "redirect", status: 308, location: foreignUrl, after: true }),
  echo: () => ({ kind: "echo" }),
  "echo, done": () => ({ kind: "echo", after: true }),
};

/** The names of the faults without a complete answer. A short timeout is enough for them. */
export const silentFaults: ReadonlySet<string> = new Set(["hang", "hang, done", "drip"]);
