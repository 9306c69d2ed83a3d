import { valueEncoders } from "./value-encoders.ts";

// A password in the authority of a URL: the one pattern the agent masks without being told a value.
const urlPassword = /(?<=\/\/[^:/?#\n]+:)[^/?#\n]+(?=@)/g;
const longestIgnorableLength = 6;

type Range = readonly [start: number, end: number];

/**
 * The agent's secret masker: whole registered values and their three encoded forms become `***`, line by line, from the
 * moment they are registered on. It knows no base64, no parts, no other line breaks: a derived form stays visible.
 */
export class Masker {
  readonly #values = new Set<string>();
  readonly #minimumLength: number;

  /** `minimumLength`: characters below which a value is ignored (AZP_IGNORE_SECRETS_SHORTER_THAN, at most 6). */
  constructor(minimumLength = 0) {
    this.#minimumLength = Math.min(minimumLength, longestIgnorableLength);
  }

  /** Registers one value; blank ones are skipped, as masking them would hide every space. */
  add(value: string): void {
    if (value.trim() === "" || value.length < this.#minimumLength) return;
    this.#values.add(value);
    for (const encode of valueEncoders) this.#values.add(encode(value));
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
