import type { OperationName } from "../exalate/profile/operations.ts";
import type { Spellings } from "../exalate/profile/spellings.ts";
import type { Kind } from "./shape.ts";
import data from "./synonyms.json";

/** Which of the two instances of a connection something belongs to. */
export type Side = "local" | "remote";

/** How APIs tend to call a domain value. */
export interface ValueSynonyms {
  readonly kind: Kind;
  readonly side?: Side;
  /** Whole names, in small letters without signs. */
  readonly names: readonly string[];
  /** Words of which a name may be made. */
  readonly words: readonly string[];
  /** Words that mean it only beside the word of its side. */
  readonly weak?: readonly string[];
  /** Words that mean something else. */
  readonly not?: readonly string[];
  /** The vocabulary that its texts come from. */
  readonly spelling?: keyof Spellings;
}

/** How APIs tend to call an operation. */
export interface OperationSynonyms {
  /** What each method that it may have counts; it has no other. */
  readonly methods: Readonly<Record<string, number>>;
  /** One of these must be said; `nouns` are the words for a connection. */
  readonly about: readonly string[] | "nouns";
  /** What each word counts. */
  readonly words: Readonly<Record<string, number>>;
  /** Words that mean something else. */
  readonly not: readonly string[];
}

/** The words that APIs use for what this extension needs, as data in `vocabulary.json`. */
export interface Synonyms {
  readonly sides: Readonly<Record<Side, readonly string[]>>;
  readonly values: Readonly<Record<string, ValueSynonyms>>;
  /** Words for a connection. */
  readonly nouns: readonly string[];
  readonly operations: Readonly<Partial<Record<OperationName, OperationSynonyms>>>;
  /** Words for each word of a vocabulary, most telling first. */
  readonly spellings: Readonly<Record<keyof Spellings, Readonly<Record<string, readonly string[]>>>>;
}

/** Judgements of this project, from how REST APIs are commonly worded; no node of Exalate's was asked. */
export const synonyms: Synonyms = data as Synonyms;
