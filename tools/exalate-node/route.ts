import type { Answer } from "./answer.ts";
import type { Method } from "./dialect.ts";
import type { Operation } from "./operations.ts";
import type { Registry } from "./registry.ts";
import type { Schema } from "./schema.ts";
import type { Settings } from "./settings.ts";

/** Base path of Exalate's REST API. */
export const basePath = "/rest/issuehub/4.0";

/** The running node, for its handlers. */
export interface NodeSelf {
  readonly settings: Settings;
  readonly registry: Registry;
  /** The URL it listens on, without a trailing slash. */
  readonly listeningUrl: string;
  /** The URL that it reports as its own, without a trailing slash. */
  readonly nodeUrl: string;
  /** Session tokens issued so far. */
  readonly issuedTokens: string[];
  readonly routes: readonly Route[];
  /** Aborted when the node closes. */
  readonly closing: AbortSignal;
}

/** A request that has passed the route's checks. */
export interface Call {
  readonly node: NodeSelf;
  /** Values of the path's placeholders. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Handles the requests of a route. @throws Refusal when it refuses one */
export type Handler = (call: Call) => Answer | Promise<Answer>;

/** A parameter in the query. */
export interface QueryParameter {
  readonly name: string;
  readonly type: "string" | "integer";
  readonly required: boolean;
  readonly description: string;
}

/** A possible answer of a route. */
export interface DescribedAnswer {
  readonly description: string;
  readonly schema: Schema | null;
  /** Descriptions by header name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A row of the table of routes. The server finds handlers with it and generates the Swagger document from it. */
export interface Route {
  readonly operation: Operation;
  readonly method: Method;
  /** Relative to the base path when `api` is true, else to the root. Placeholders are in braces. */
  readonly path: string;
  readonly api: boolean;
  readonly summary: string;
  /** Whether a session token is needed. */
  readonly access: "anyone" | "session";
  readonly query: readonly QueryParameter[];
  readonly body: Schema | null;
  readonly answers: Readonly<Record<number, DescribedAnswer>>;
  readonly handle: Handler;
  /** The route as it was before a dialect changed it; absent when none did. */
  readonly usual?: Route;
}

/** The path of a route from the root. */
export function fullPath(route: Route): string {
  return route.api ? `${basePath}${route.path}` : route.path;
}

/** Reads a text member of a checked body; empty when it is absent. */
export function textMember(body: Call["body"], name: string): string {
  const value = body[name];
  return typeof value === "string" ? value : "";
}
