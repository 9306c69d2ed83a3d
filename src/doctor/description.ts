import { withoutEnding } from "../core/text.ts";
import type { NodeApi, Operation } from "../exalate/profile/node-api.ts";
import type { Fields } from "./fields.ts";

/** One call of a node's API, as the node describes it. Its texts are the node's own and not yet harmless. */
export interface DescribedCall {
  readonly method: string;
  /** Path below the node's URL, with `{name}` for values. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** The query parameters by their JSON pointers, such as `/limit`. Empty when none are described. */
  readonly query: Fields;
  /** The headers that only this call needs, in the same form. */
  readonly headers: Fields;
  /** Status of the described successful answer, such as `200`; `default` when it is left open. */
  readonly answerStatus: string;
  /** Names of the accepted security schemes; one of them is needed. */
  readonly securitySchemes: readonly string[];
  /** The media types of a body that is no JSON; otherwise "". */
  readonly otherBody: string;
  /** The body; empty when it is not described or is no JSON. */
  readonly body: Fields;
  /** The body of a successful answer, and its headers as `header:name` in lower case; empty when not described. */
  readonly answer: Fields;
  /** Whether its answer was observed instead of described. */
  readonly isTried?: boolean;
}

/** What identifies a call. */
export type CallLine = Pick<DescribedCall, "method" | "path">;

/** How a request carries a session token. */
export interface DescribedToken {
  readonly header: string;
  /** Text before the token, including its space; undefined when the description leaves it open. */
  readonly prefix: string | undefined;
}

/** A node's own description of its API: Swagger 2.0 or OpenAPI 3. */
export interface ApiDescription {
  readonly title: string;
  /** Such as `Swagger 2.0`. */
  readonly format: string;
  readonly calls: readonly DescribedCall[];
  readonly find: (call: CallLine) => DescribedCall | undefined;
  /** The security schemes that send a token in a header, by name. */
  readonly tokens: ReadonlyMap<string, DescribedToken>;
}

/** `METHOD /path` of a call. */
export function callText({ method, path }: CallLine): string {
  return `${method} ${path}`;
}

const placeholder = /\{[^{}]*\}/g;

/** A path without the names of its placeholders, because the profile and the node use different ones. */
export function pathShape(path: string): string {
  return withoutEnding(path.replace(placeholder, "{}"), "/");
}

/** The last part of a path that is no placeholder. */
export function lastWordIn(path: string): string {
  const words = path.split("/").filter((segment) => segment !== "" && !segment.includes("{"));
  return words.at(-1) ?? "";
}

/** The path of an operation below the node's URL. */
export function pathOf({ basePath }: Pick<NodeApi, "basePath">, { path }: Pick<Operation, "path">): string {
  return `${basePath}${path}`;
}

/** Finds calls by method and path, whatever the names of the values in the path. The first of several counts. */
export function finderOf(calls: readonly DescribedCall[]): ApiDescription["find"] {
  const keyOf = ({ method, path }: CallLine) => `${method} ${pathShape(path)}`;
  const byKey = new Map([...calls].reverse().map((call) => [keyOf(call), call]));
  return (call) => byKey.get(keyOf(call));
}
