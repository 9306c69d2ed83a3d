import { withoutEnding } from "../core/text.ts";
import type { NodeApi, Operation } from "../exalate/profile/node-api.ts";
import type { Shape } from "./shape.ts";

/** A parameter of a described call that is not its body. */
export interface DescribedParameter {
  readonly name: string;
  /** `query`, `path`, `header` or `cookie`. */
  readonly place: string;
  readonly required: boolean;
  readonly shape: Shape;
}

/** The body of a described call. */
export interface DescribedBody {
  /** Undefined when the call takes no JSON. */
  readonly shape: Shape | undefined;
  /** The media types of the body. */
  readonly mediaTypes: readonly string[];
  readonly required: boolean;
}

/** One call of a node's API, as the node describes it. Its texts are the node's own and not yet harmless. */
export interface DescribedCall {
  readonly method: string;
  /** Path below the node's URL, with `{name}` for values. */
  readonly path: string;
  /** The part of the path below the base that all calls share. */
  readonly ownPath: string;
  readonly operationId: string;
  /** Summary and tags. */
  readonly words: string;
  readonly parameters: readonly DescribedParameter[];
  /** Header names of a successful answer. */
  readonly answerHeaders: readonly string[];
  /** Names of the accepted security schemes; one of them is needed. */
  readonly securitySchemes: readonly string[];
  /** Undefined when the call takes no body. */
  readonly body: DescribedBody | undefined;
  /** The body of a successful answer; undefined when it is not described. */
  readonly answer: Shape | undefined;
  /** The body of a refusal; undefined when it is not described. */
  readonly refusal: Shape | undefined;
}

/** How a request carries a session token. */
export interface DescribedToken {
  readonly header: string;
  /** Text before the token, including its space. */
  readonly prefix: string;
  /** Whether the prefix is a guess. */
  readonly isUnsure: boolean;
}

/** A node's own description of its API: Swagger 2.0 or OpenAPI 3. */
export interface ApiDescription {
  readonly title: string;
  /** Such as `Swagger 2.0`. */
  readonly format: string;
  /** Path below the node's URL that most calls share; "" when there is none. */
  readonly basePath: string;
  readonly calls: readonly DescribedCall[];
  /** The security schemes that send a token in a header, by name. */
  readonly tokens: ReadonlyMap<string, DescribedToken>;
}

/** `METHOD /path` of a call. */
export function callText({ method, path }: Pick<DescribedCall, "method" | "path">): string {
  return `${method} ${path}`;
}

/** A path without the names of its placeholders, because the profile and the node use different ones. */
export function pathShape(path: string): string {
  return withoutEnding(path.replace(/\{[^{}]*\}/g, "{}"), "/");
}

/** The path of an operation below the node's URL. */
export function pathOf({ basePath }: Pick<NodeApi, "basePath">, { path }: Operation): string {
  return `${basePath}${path}`;
}

const shapes = new WeakMap<DescribedCall, string>();

function shapeOfPath(call: DescribedCall): string {
  const shape = shapes.get(call) ?? pathShape(call.path);
  shapes.set(call, shape);
  return shape;
}

/** The described calls at an operation's path, with any method. */
export function callsAtPath({ calls }: ApiDescription, api: NodeApi, operation: Operation): DescribedCall[] {
  const wanted = pathShape(pathOf(api, operation));
  return calls.filter((call) => shapeOfPath(call) === wanted);
}

/** The described call that an operation of the profile makes. */
export function callFor(description: ApiDescription, api: NodeApi, operation: Operation): DescribedCall | undefined {
  return callsAtPath(description, api, operation).find(({ method }) => method === operation.method);
}
