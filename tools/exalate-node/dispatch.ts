import type { IncomingMessage } from "node:http";
import { isObject } from "../../src/core/json.ts";
import { type Answer, json, Refusal, toWire, type WireAnswer } from "./answer.ts";
import { refusalOf } from "./dialect-shapes.ts";
import type { Exchange } from "./exchange.ts";
import { type Call, fullPath, type NodeSelf, type QueryParameter, type Route } from "./route.ts";
import { violation } from "./schema.ts";
import { checkSession, sessionPlace } from "./sign-in.ts";

/** The route of a request, with the values of its placeholders. */
export interface Match {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the route of a request; returns the answer 404 or 405 when there is none. */
export function findRoute(node: NodeSelf, { method, url }: IncomingMessage): Match | WireAnswer {
  const segments = pathSegments(url ?? "");
  const matches = node.routes.flatMap((route) => {
    const path = segments && matchPath(fullPath(route).split("/"), segments);
    return path ? [{ route, path }] : [];
  });
  const literal = matches.filter(({ path }) => Object.keys(path).length === 0);
  const candidates = literal.length > 0 ? literal : matches;
  const match = candidates.find(({ route }) => route.method === method);
  return match ?? toWire(noRoute(node, new Set(candidates.map(({ route }) => route.method))));
}

/** Handles a request. Refusals and other errors become answers. */
export async function perform(node: NodeSelf, match: Match, exchange: Exchange): Promise<WireAnswer> {
  try {
    return toWire(await match.route.handle(checkedCall(node, match, exchange)));
  } catch (error) {
    if (error instanceof Refusal) return toWire(refuse(node, error));
    return toWire(refuse(node, new Refusal(500, error instanceof Error ? error.message : String(error))));
  }
}

function refuse(node: NodeSelf, { status, message }: Refusal, headers: Answer["headers"] = {}): Answer {
  return json(status, refusalOf(node.settings.dialect, message), headers);
}

function checkedCall(node: NodeSelf, { route, path }: Match, { request, body }: Exchange): Call {
  if (route.access === "session") checkSession(node, sessionToken(node, request));
  const query = checkedQuery(route.query, new URL(request.url ?? "", node.listeningUrl).searchParams);
  return { node, path, query, body: checkedBody(route, request, body) };
}

function sessionToken(node: NodeSelf, request: IncomingMessage): string | undefined {
  const { header, prefix } = sessionPlace(node);
  const value = headerOf(request, header.toLowerCase());
  return value?.startsWith(prefix) ? value.slice(prefix.length) : undefined;
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function pathSegments(url: string): string[] | null {
  try {
    return (url.split("?")[0] ?? "").split("/").map(decodeURIComponent);
  } catch {
    return null;
  }
}

function matchPath(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const values: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (/^\{\w+\}$/.test(expected) && segment !== "") values[expected.slice(1, -1)] = segment;
    else if (expected !== segment) return null;
  }
  return values;
}

function noRoute(node: NodeSelf, methods: ReadonlySet<string>): Answer {
  if (methods.size === 0) return refuse(node, new Refusal(404, "There is nothing at this path"));
  return refuse(node, new Refusal(405, "This path does not take that method"), { Allow: [...methods].join(", ") });
}

function checkedQuery(known: readonly QueryParameter[], given: URLSearchParams): Record<string, string> {
  const unknown = [...given.keys()].find((name) => known.every((parameter) => parameter.name !== name));
  if (unknown !== undefined) throw new Refusal(400, `The parameter "${unknown}" is not known`);
  for (const parameter of known) checkParameter(parameter, given.get(parameter.name));
  return Object.fromEntries(given);
}

function checkParameter({ name, type, required }: QueryParameter, value: string | null): void {
  if (required && !value) throw new Refusal(400, `The parameter "${name}" is missing`);
  if (type === "integer" && value !== null && !/^\d{1,9}$/.test(value)) {
    throw new Refusal(400, `The parameter "${name}" must be a number`);
  }
}

function checkedBody(route: Route, request: IncomingMessage, body: string | null): Call["body"] {
  if (body === null) throw new Refusal(413, "The body is too large");
  if (!route.body) return {};
  const mediaType = headerOf(request, "content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") throw new Refusal(415, "The body must be application/json");
  const value = parseJson(body);
  const wrong = violation(route.body, value);
  if (wrong !== null) throw new Refusal(400, wrong);
  return isObject(value) ? value : {};
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, "The body is not JSON");
  }
}
