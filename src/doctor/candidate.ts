import type { Operation } from "../exalate/profile/node-api.ts";
import type { OperationName } from "../exalate/profile/operations.ts";
import type { Spellings } from "../exalate/profile/spellings.ts";
import type { DescribedCall } from "./description.ts";

/** An operation that uses a described call, and what is uncertain about it. */
export interface Candidate {
  readonly name: OperationName;
  readonly call: DescribedCall;
  /** Its path is below the node's URL, not below the profile's base path. */
  readonly operation: Operation;
  /** The node's spellings of words. */
  readonly spellings: Spellings;
  /** How well the call matches. Comparable only with other calls for the same operation. */
  readonly score: number;
  /** Why it matches, a few words each. */
  readonly reasons: readonly string[];
  /** What a person has to decide or to fill in. */
  readonly edits: readonly string[];
  /** What a person must know about it. */
  readonly cautions: readonly string[];
}

/** One part of a candidate's request or answer. */
export interface CandidatePart<T> {
  readonly part: T;
  /** The domain values in it. */
  readonly values: readonly string[];
  readonly edits: readonly string[];
}
