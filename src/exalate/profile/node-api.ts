import profile from "./node-api.json";
import type { OperationName } from "./operations.ts";
import type { Spellings } from "./spellings.ts";

/**
 * How an operation of the node's REST API is known: documented by Exalate, recorded while a person used the node's
 * console, observed in public code, described by the node itself, or assumed.
 */
export type Evidence = "documented" | "recorded" | "observed" | "described" | "assumed";

/**
 * For each domain value, its possible places in an answer: JSON pointers or `header:Name`. The first that exists
 * counts.
 */
export type Sources = Readonly<Record<string, readonly string[]>>;

/** One call of the node's REST API, as data; see `node-api.schema.json`. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly result?: Sources;
}

/** An operation as data: its own call, and the calls that have to be made before. */
export interface Operation extends Call {
  readonly evidence: Evidence;
  readonly source?: string;
  readonly optional?: boolean;
  /** The node has no such call. */
  readonly unavailable?: boolean;
  /** Made in this order before the operation's own call. What their results name, later calls can use. */
  readonly before?: readonly Call[];
  /** The values with which the call is known; absent when every value can be sent. */
  readonly only?: Readonly<Record<string, readonly (string | boolean)[]>>;
  readonly item?: Sources;
}

/** The node API profile. No other code knows paths, headers or fields. */
export interface NodeApi {
  readonly id: string;
  readonly basePath: string;
  readonly tokenHeader: string;
  /** The text before the token in that header, such as `Bearer ` with its space. */
  readonly tokenPrefix: string;
  /** Words that the node spells differently. */
  readonly spellings: Spellings;
  /** Where a refusal has its reason. */
  readonly refusal: Sources;
  readonly operations: Readonly<Partial<Record<OperationName, Operation>>>;
}

/** The profile in the extension. */
export const defaultNodeApi: NodeApi = profile as NodeApi;

/** The call for an operation; undefined when the node has none. */
export function offeredOperation({ operations }: NodeApi, name: OperationName): Operation | undefined {
  const operation = operations[name];
  return operation?.unavailable === true ? undefined : operation;
}
