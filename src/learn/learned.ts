import type { JsonObject } from "../core/json.ts";
import type { OperationName } from "../exalate/profile/operations.ts";

/** What a recording shows of a node's REST API. */
export interface Learned {
  /** In the order of `operationNames`, only those that were learned. */
  readonly rows: readonly LearnedOperation[];
  readonly edits: readonly Edit[];
  readonly unseen: readonly UnseenOperation[];
  /** What a person should know, one sentence each; nothing to edit. */
  readonly remarks: readonly string[];
  /** The API overrides as a merge patch on the default profile; {} when nothing differs. */
  readonly overrides: JsonObject;
}

/** An operation whose call was seen. */
export interface LearnedOperation {
  readonly name: OperationName;
  /** For example "POST /a/b, after GET /c". */
  readonly call: string;
  /** What shows it, as a phrase. */
  readonly shownBy: string;
}

/** A place in the overrides that a person must fill in. */
export interface Edit {
  /** JSON pointer into the overrides. */
  readonly pointer: string;
  /** One sentence: why, and what to write. */
  readonly what: string;
}

/** An operation whose call was not seen. */
export interface UnseenOperation {
  readonly name: OperationName;
  /** What the overrides say now: kept as in the profile, or unavailable. */
  readonly meaning: string;
  /** What to do in the console so that a recording shows it. */
  readonly howToShow: string;
}
