import { bareText, isPlainWord } from "./value-kinds.ts";

/** What a recorded value can be. */
export interface Meaning {
  /** What it is, as a phrase for a person. */
  readonly words: string;
  /**
   * The name of the value that the tasks send there; "constant" when it stays as recorded, "foreign" when the operation
   * does not have that value, so that it has to come from an answer.
   */
  readonly sends: { readonly value: string } | "constant" | "foreign";
}

/** The values that an operation sends, found by what was recorded. */
export interface Meanings {
  /** The meanings of a whole value; `steps` are the member names that lead to it. */
  of(value: string | number | boolean, steps: readonly string[]): readonly Meaning[];
  /** The typed texts that can be a part of a longer text. */
  readonly texts: ReadonlyMap<string, Meaning>;
  /** Why a value that comes from nowhere can be none of the constants, as a sentence. */
  doubt?(value: string | number, steps: readonly string[]): string | undefined;
}

/** A shorter text is found in other texts by chance. In characters. */
const shortestPart = 4;

/** A shorter part of a typed text is in other texts by chance. In characters. */
const shortestCut = 8;

/** Typed texts as templates within longer texts. */
export interface FilledText {
  readonly template: string;
  readonly words: readonly string[];
}

/**
 * A text in which typed values stand between other characters, as a template; the longest values first. Undefined when
 * there is none.
 */
export function filledText(text: string, { texts }: Meanings): FilledText | undefined {
  const parts = [...texts].filter(([part]) => part.length >= shortestPart && boundedPositions(text, part).length > 0);
  const found = parts.filter(([, { sends }]) => typeof sends === "object");
  found.sort(([one], [other]) => other.length - one.length);
  if (found.length === 0) return undefined;
  return { template: replaced(text, found), words: found.map(([, { words }]) => words) };
}

function replaced(text: string, parts: readonly (readonly [string, Meaning])[]): string {
  const [first, ...others] = parts;
  if (first === undefined) return text;
  const [part, { sends }] = first;
  const template = typeof sends === "object" ? `{${sends.value}}` : part;
  return splitAt(text, part)
    .map((piece) => replaced(piece, others))
    .join(template);
}

function splitAt(text: string, part: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const at of boundedPositions(text, part)) {
    pieces.push(text.slice(start, at));
    start = at + part.length;
  }
  return [...pieces, text.slice(start)];
}

function boundedPositions(text: string, part: string): number[] {
  const positions: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length))
    if (!isWordAt(text, at - 1) && !isWordAt(text, at + part.length)) positions.push(at);
  return positions;
}

function isWordAt(text: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(text.charAt(at));
}

/** The typed text of a few letters that stands between other characters, perhaps by chance. */
export function shortPart(text: string, { texts }: Meanings): Meaning | undefined {
  const found = [...texts].find(
    ([part]) =>
      part.length > 1 && part.length < shortestPart && part !== text && boundedPositions(text, part).length > 0,
  );
  return found?.[1];
}

/** The typed value that a text holds in a changed form, such as in lower case or without separators. */
export function changedForm(text: string, { texts }: Meanings): Meaning | undefined {
  const bare = bareText(text);
  const found = [...texts].find(([typed]) => {
    const bareTyped = bareText(typed);
    const isPartOfTyped = !isPlainWord(text) && bare.length >= shortestCut && bareTyped.includes(bare);
    return (bareTyped.length >= shortestPart && bare.includes(bareTyped)) || isPartOfTyped || isHostOf(typed, text);
  });
  return found?.[1];
}

function isHostOf(typed: string, text: string): boolean {
  if (!/^https?:\/\//i.test(typed) || text === "") return false;
  const { host, hostname } = new URL(typed);
  return text === host || text === hostname;
}
