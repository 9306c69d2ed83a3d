import profile from "./node-api.json";
import type { OperationName } from "./operations.ts";
import type { Spellings } from "./spellings.ts";

/** How an operation of the node's REST API is known. */
export type Evidence = "documented" | "observed" | "assumed";

/** For each domain value, where it may stand in an answer: JSON pointers or `header:Name`, the first that is there. */
export type Sources = Readonly<Record<string, readonly string[]>>;

/** One call of the node's REST API, as data; see `node-api.schema.json`. */
export interface Operation {
  readonly evidence: Evidence;
  readonly source?: string;
  readonly optional?: boolean;
  /** The node has no such call. */
  readonly unavailable?: boolean;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly result?: Sources;
  readonly item?: Sources;
}

/** The node API profile: the only knowledge of paths, headers and fields. */
export interface NodeApi {
  readonly id: string;
  readonly basePath: string;
  readonly tokenHeader: string;
  /** What stands before the token in that header, such as `Bearer ` with its space. */
  readonly tokenPrefix: string;
  /** Words that the node spells otherwise. */
  readonly spellings: Spellings;
  /** Where a refusal says its reason. */
  readonly refusal: Sources;
  readonly operations: Readonly<Partial<Record<OperationName, Operation>>>;
}

/** The profile that comes with the extension. */
export const defaultNodeApi: NodeApi = profile as NodeApi;
