import type { OperationName } from "../exalate/profile/operations.ts";
import type { Spellings } from "../exalate/profile/spellings.ts";
import type { Kind } from "./shape.ts";
import data from "./synonyms.json";

/** One of the two instances of a connection. */
export type Side = "local" | "remote";

/** The names that APIs commonly use for a domain value. */
export interface ValueSynonyms {
  readonly kind: Kind;
  readonly side?: Side;
  /** Whole names, in lower case and without punctuation. */
  readonly names: readonly string[];
  /** Words that a name can contain. */
  readonly words: readonly string[];
  /** Words that count only together with a word for its side. */
  readonly weak?: readonly string[];
  /** Words that mean something else. */
  readonly not?: readonly string[];
  /** The vocabulary of its texts. */
  readonly spelling?: keyof Spellings;
}

/** The words that APIs commonly use for an operation. */
export interface OperationSynonyms {
  /** The score of each possible method. */
  readonly methods: Readonly<Record<string, number>>;
  /** One of these words must appear. `nouns` means the words for a connection. */
  readonly about: readonly string[] | "nouns";
  /** The score of each word. */
  readonly words: Readonly<Record<string, number>>;
  /** Words that mean something else. */
  readonly not: readonly string[];
}

/** The words that APIs use for what this extension needs, as data in `synonyms.json`. */
export interface Synonyms {
  readonly sides: Readonly<Record<Side, readonly string[]>>;
  readonly values: Readonly<Record<string, ValueSynonyms>>;
  /** Words for a connection. */
  readonly nouns: readonly string[];
  readonly operations: Readonly<Partial<Record<OperationName, OperationSynonyms>>>;
  /** Synonyms for each word of a vocabulary, most specific first. */
  readonly spellings: Readonly<Record<keyof Spellings, Readonly<Record<string, readonly string[]>>>>;
}

/** This project's own estimates, based on common REST APIs and not on a real Exalate node. */
export const synonyms: Synonyms = data as Synonyms;
