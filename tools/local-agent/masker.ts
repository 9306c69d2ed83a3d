import { valueEncoders } from "./value-encoders.ts";

// The one pattern the agent masks without being told a value: a password in the authority of a URL, of a limited class of
// characters (AdditionalMaskingRegexes.cs). .NET's \w knows no characters beyond U+FFFF. What the class lacks, such as a
// bracket, a blank or a second @, ends the match, and then more or all of the password shows.
const word = String.raw`(?![\u{10000}-\u{10FFFF}])[\p{L}\p{Mn}\p{Nd}\p{Pc}]`;
const escaped = "(?:%|%AZP25)[0-9a-fA-F]{2}";
const urlPassword = new RegExp(String.raw`(?<=//[^:/?#\n]+:)(?:${word}|[.~\-!$&'()*+,;=:]|${escaped})+(?=@)`, "gu");
const longestIgnorableLength = 6;

type Range = readonly [start: number, end: number];

/**
 * The agent's secret masker: whole registered values and their three encoded forms become `***`, line by line, from the
 * moment they are registered on. It knows no base64, no parts, no other line breaks: a derived form stays visible.
 */
export class Masker {
  readonly #values = new Set<string>();
  #minimumLength = 0;

  /**
   * Ignores values, and encoded forms of values, below a length (AZP_IGNORE_SECRETS_SHORTER_THAN), those that are already
   * registered included. Returns the length that holds: at most 6.
   */
  ignoreShorterThan(characters: number): number {
    this.#minimumLength = Math.min(characters, longestIgnorableLength);
    for (const value of this.#values) if (value.length < this.#minimumLength) this.#values.delete(value);
    return this.#minimumLength;
  }

  /** Registers one value. A blank one too: then every such blank is masked, as the agent does. */
  add(value: string): void {
    if (!this.#isLongEnough(value)) return;
    for (const form of [value, ...valueEncoders.map((encode) => encode(value))]) {
      if (this.#isLongEnough(form)) this.#values.add(form);
    }
  }

  /** The text as the log may show it. Overlapping and touching secrets become one `***`. */
  mask(text: string): string {
    let masked = "";
    let position = 0;
    for (const [start, end] of merge([...this.#secretRanges(text), ...passwordRanges(text)])) {
      masked += `${text.slice(position, start)}***`;
      position = end;
    }
    return masked + text.slice(position);
  }

  #isLongEnough(value: string): boolean {
    return value !== "" && value.length >= this.#minimumLength;
  }

  *#secretRanges(text: string): Generator<Range> {
    for (const value of this.#values) {
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) yield [at, at + value.length];
    }
  }
}

function* passwordRanges(text: string): Generator<Range> {
  for (const match of text.matchAll(urlPassword)) yield [match.index, match.index + match[0].length];
}

function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort(([left], [right]) => left - right)) {
    const last = merged.at(-1);
    if (last === undefined || range[0] > last[1]) merged.push(range);
    else merged[merged.length - 1] = [last[0], Math.max(last[1], range[1])];
  }
  return merged;
}
