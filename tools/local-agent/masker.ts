import { valueEncoders } from "./value-encoders.ts";

// The only pattern that the agent masks without a registered value: a password in the authority of a URL, from a
// limited set of characters (AdditionalMaskingRegexes.cs). .NET's \w matches no characters beyond U+FFFF. Any other
// character, such as a bracket, a blank or a second @, ends the match, so that part or all of the password stays
// visible.
const word = String.raw`(?![\u{10000}-\u{10FFFF}])[\p{L}\p{Mn}\p{Nd}\p{Pc}]`;
const escaped = "(?:%|%AZP25)[0-9a-fA-F]{2}";
const urlPassword = new RegExp(String.raw`(?<=//[^:/?#\n]+:)(?:${word}|[.~\-!$&'()*+,;=:]|${escaped})+(?=@)`, "gu");
const longestIgnorableLength = 6;

type Range = readonly [start: number, end: number];

/**
 * The agent's secret masker. It replaces registered values and their three encoded forms by `***`, line by line, from
 * the time of registration. It does not mask base64, parts of a value, or a value with other line breaks.
 */
export class Masker {
  readonly #values = new Set<string>();
  #minimumLength = 0;

  /**
   * Ignores values and encoded forms that are shorter than a length, even registered ones
   * (AZP_IGNORE_SECRETS_SHORTER_THAN). Returns the length that applies: at most 6.
   */
  ignoreShorterThan(characters: number): number {
    this.#minimumLength = Math.min(characters, longestIgnorableLength);
    for (const value of this.#values) if (value.length < this.#minimumLength) this.#values.delete(value);
    return this.#minimumLength;
  }

  /** Registers one value. A blank value is registered too, so that every such blank is masked, as in the agent. */
  add(value: string): void {
    if (!this.#isLongEnough(value)) return;
    for (const form of [value, ...valueEncoders.map((encode) => encode(value))]) {
      if (this.#isLongEnough(form)) this.#values.add(form);
    }
  }

  /** Masks a text. Overlapping and adjacent secrets become one `***`. */
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
