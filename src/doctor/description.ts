import type { Shape } from "./shape.ts";

/** A parameter of a described call that is not its body. */
export interface DescribedParameter {
  readonly name: string;
  /** `query`, `path`, `header` or `cookie`. */
  readonly place: string;
  readonly required: boolean;
  readonly shape: Shape;
}

/** What a call takes as its body. */
export interface DescribedBody {
  /** Undefined when it takes no JSON. */
  readonly shape: Shape | undefined;
  /** The media types that it takes. */
  readonly mediaTypes: readonly string[];
  readonly required: boolean;
}

/** One call of a node's API, as the node describes it. Texts are the node's own and not yet harmless. */
export interface DescribedCall {
  readonly method: string;
  /** Path below the node's URL, with `{name}` for values. */
  readonly path: string;
  /** The part of it that is the call's own, below what all calls share. */
  readonly ownPath: string;
  readonly operationId: string;
  /** Summary and tags. */
  readonly words: string;
  readonly parameters: readonly DescribedParameter[];
  /** Names of the headers of a good answer. */
  readonly answerHeaders: readonly string[];
  /** Names of the security schemes of which it takes one. */
  readonly securitySchemes: readonly string[];
  /** Undefined when it takes none. */
  readonly body: DescribedBody | undefined;
  /** Undefined when the description says nothing about a good answer's content. */
  readonly answer: Shape | undefined;
  /** The same of a refusal. */
  readonly refusal: Shape | undefined;
}

/** How a request carries a session token. */
export interface DescribedToken {
  readonly header: string;
  /** Text before the token, with its space. */
  readonly prefix: string;
  /** Whether the prefix is a guess. */
  readonly isUnsure: boolean;
}

/** A node's own description of its API: Swagger 2.0 or OpenAPI 3. */
export interface ApiDescription {
  readonly title: string;
  /** Such as `Swagger 2.0`. */
  readonly format: string;
  /** Path below the node's URL that most calls share; "" when none. */
  readonly basePath: string;
  readonly calls: readonly DescribedCall[];
  /** Security schemes by name, those that carry a token in a header. */
  readonly tokens: ReadonlyMap<string, DescribedToken>;
}

/** `METHOD /path` of a call. */
export function callText({ method, path }: Pick<DescribedCall, "method" | "path">): string {
  return `${method} ${path}`;
}
