import type { Operation } from "../exalate/profile/node-api.ts";
import type { OperationName } from "../exalate/profile/operations.ts";
import type { Spellings } from "../exalate/profile/spellings.ts";
import type { DescribedCall } from "./description.ts";

/** An operation as a described call would have it, with what is not sure about it. */
export interface Candidate {
  readonly name: OperationName;
  readonly call: DescribedCall;
  /** Its path is below the node's URL, not below the profile's base path. */
  readonly operation: Operation;
  /** How the call spells words. */
  readonly spellings: Spellings;
  /** How well the call suits; only to be compared with that of other calls for the same operation. */
  readonly score: number;
  /** Why it suits, in a few words each. */
  readonly reasons: readonly string[];
  /** What a person has to decide or to fill in. */
  readonly edits: readonly string[];
  /** What a person should know about it. */
  readonly cautions: readonly string[];
}

/** What one part of a request or an answer adds to a candidate. */
export interface CandidatePart<T> {
  readonly part: T;
  /** The domain values that it holds. */
  readonly values: readonly string[];
  readonly edits: readonly string[];
}
