import type { JsonObject } from "../core/json.ts";
import type { OperationName } from "../exalate/profile/operations.ts";

/** What recordings say about a node's API. */
export interface Learned {
  /** In the order of the operations; only those that were learned. */
  readonly rows: readonly LearnedOperation[];
  readonly edits: readonly Edit[];
  readonly unseen: readonly UnseenOperation[];
  /** What a person should know, one sentence each; nothing to edit. */
  readonly remarks: readonly string[];
  /** The API overrides, as a merge patch on the default profile; {} when nothing differs. */
  readonly overrides: JsonObject;
}

/** An operation that a recording shows. */
export interface LearnedOperation {
  readonly name: OperationName;
  /** Such as `POST /a/b, after GET /c`. */
  readonly call: string;
  /** What shows it, as a phrase. */
  readonly shownBy: string;
}

/** Something in the overrides that a person must fill in. */
export interface Edit {
  /** JSON pointer into the overrides. */
  readonly pointer: string;
  /** Why, and what to write, as a sentence. */
  readonly what: string;
}

/** An operation that no recording shows. */
export interface UnseenOperation {
  readonly name: OperationName;
  /** What the overrides say now: kept as in the profile, or unavailable. */
  readonly meaning: string;
  /** What to do in the console so that a recording shows it. */
  readonly howToShow: string;
}
