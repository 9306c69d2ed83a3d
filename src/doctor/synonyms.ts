import type { OperationName } from "../exalate/profile/operations.ts";
import { type Spellings, words } from "../exalate/profile/spellings.ts";
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

/** How much of a text is read, in characters. */
const longest = 400;

/**
 * The words of a name, path or sentence, in lower case and singular: `/relations/{id}/inviteCodes` and
 * `relation id invite code` have the same words.
 */
export function wordsOf(text: string): string[] {
  const spaced = text
    .slice(0, longest)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return spaced
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .map(singular);
}

function singular(word: string): string {
  if (word.length < 4 || /(ss|us|is|as)$/.test(word)) return word;
  return word.endsWith("ies") ? `${word.slice(0, -3)}y` : word.replace(/s$/, "");
}

/** A name in lower case, without punctuation. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/**
 * The node's spelling of each word of a vocabulary, found among its allowed texts. The keys are Exalate's own words. A
 * word without a matching text is left out. No text is used for two words.
 */
export function spellingsIn(choices: readonly string[], vocabulary: keyof Spellings): Record<string, string> {
  const read = choices.map((choice) => ({ choice, plain: plainName(choice), said: wordsOf(choice) }));
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const matches of [isSameWord, isSynonym]) {
    for (const word of words[vocabulary]) {
      const choice = read.find((each) => !taken.has(each.choice) && matches(each, word, vocabulary))?.choice;
      if (choice === undefined || found.has(word)) continue;
      found.set(word, choice);
      taken.add(choice);
    }
  }
  return Object.fromEntries(found);
}

interface ReadChoice {
  readonly plain: string;
  readonly said: readonly string[];
}

function isSameWord({ plain, said }: ReadChoice, word: string): boolean {
  return plain === word.toLowerCase() || said.includes(word.toLowerCase());
}

function isSynonym({ said }: ReadChoice, word: string, vocabulary: keyof Spellings): boolean {
  const others = synonyms.spellings[vocabulary][word] ?? [];
  return said.some((each) => others.includes(each));
}
