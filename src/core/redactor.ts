import { undisguised } from "./disguises.ts";
import { secretForms, shortestForm } from "./secret-forms.ts";
import { cutMark, withoutGaps } from "./text.ts";

/** A secret shorter than this may occur by chance in a text without white space; in characters. */
const shortestDisguised = 8;

/** A secret of at least this length, in characters, does not occur by chance in a name or an id. A short password may. */
const shortestLong = 16;

/** Text is cut to fewer characters than this before it is shown, so no longer part of a secret can precede a cut. */
const longestPiece = 320;

/**
 * Removes secrets from text, in every form of `secretForms`. A text that contains an escaped or split secret is removed as
 * a whole. The text is read once for each form, so a long text from a server has to be cut first, as `quotable` does.
 */
export class Redactor {
  #forms: string[] = [];
  readonly #knownForms = new Set<string>();
  readonly #bare = new Set<string>();

  /** Adds a secret. Returns the forms of it that were not known yet. */
  add(value: string): string[] {
    const fresh = secretForms(value).filter((form) => !this.#knownForms.has(form));
    for (const form of fresh) this.#knownForms.add(form);
    this.#forms = [...this.#forms, ...fresh].sort((a, b) => b.length - a.length);
    const bare = withoutGaps(value);
    if (bare.length >= shortestDisguised) this.#bare.add(bare);
    return fresh;
  }

  /** The text with `***` in place of each known form, and of the part of a form that a cut has left. */
  redact(text: string): string {
    const whole = this.#forms.reduce((rest, form) => (rest.includes(form) ? rest.split(form).join("***") : rest), text);
    const plain = withoutPieces(whole, this.#forms);
    return undisguised(plain).some((reading) => this.#isDisguise(reading)) ? "***" : plain;
  }

  #isDisguise(reading: string): boolean {
    const secrets = [...this.#bare];
    return secrets.some((secret) => reading.includes(secret)) || hasPiece(reading, secrets);
  }

  /** Whether the text contains a form of a secret that is too long to occur by chance. */
  holdsLongSecret(text: string): boolean {
    return this.#forms.some((form) => form.length >= shortestLong && text.includes(form));
  }
}

/** The text with `***` in place of each beginning of a form that precedes the mark of a cut. */
function withoutPieces(text: string, forms: readonly string[]): string {
  if (!text.includes(cutMark)) return text;
  const pieces = text.split(cutMark).map((before) => ({ before, length: pieceLength(before, forms, shortestForm) }));
  const last = pieces.pop()?.before ?? "";
  const shown = pieces.map(({ before, length }) =>
    length === 0 ? before : `${before.slice(0, before.length - length)}***`,
  );
  return [...shown, last].join(cutMark);
}

function hasPiece(reading: string, secrets: readonly string[]): boolean {
  const parts = reading.split(cutMark).slice(0, -1);
  return parts.some((before) => pieceLength(before, secrets, shortestDisguised) > 0);
}

/** The number of characters at the end of a text that are the beginning of a secret; 0 when fewer than `least`. */
function pieceLength(text: string, secrets: readonly string[], least: number): number {
  for (let length = Math.min(text.length, longestPiece); length >= least; length -= 1) {
    const end = text.slice(text.length - length);
    if (secrets.some((secret) => secret.startsWith(end))) return length;
  }
  return 0;
}
