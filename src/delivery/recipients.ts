/** A list of public keys as a person typed it. */
export interface ReadRecipients {
  /** The public keys, each once, in the order of the list. */
  readonly recipients: readonly string[];
  /** The first entry that is no public key. */
  readonly problem?: RecipientProblem;
}

/** What is wrong with an entry of the list. Contains nothing of the entry, because it may be a secret. */
export interface RecipientProblem {
  /** Its place in the list, from 1. */
  readonly entry: number;
  /** What the entry is, to continue a sentence, such as `is an SSH key`. */
  readonly what: string;
}

/** A public key of age in the X25519 or the post-quantum form, or the beginning of one. */
export const recipientForm = /^age1(pq1)?[02-9ac-hj-np-z]*$/;

/**
 * Reads public keys of age, one a line. Empty lines and lines that begin with `#` are left out, as in the files of age.
 * `isRecipient` is that of `encryption.ts`.
 */
export function readRecipients(text: string, isRecipient: (entry: string) => boolean): ReadRecipients {
  const entries = entriesOf(text);
  const wrong = entries.findIndex((entry) => !isRecipient(entry));
  if (wrong < 0) return { recipients: [...new Set(entries)] };
  return { recipients: [], problem: { entry: wrong + 1, what: describe(entries[wrong] ?? "") } };
}

function entriesOf(text: string): string[] {
  return text.split(/[\r\n]+/).flatMap(entriesOfLine);
}

function entriesOfLine(line: string): string[] {
  return line.trim().startsWith("#") ? [] : line.split(/[\s,;]+/).filter((entry) => entry !== "");
}

function describe(entry: string): string {
  if (/^(ssh|ecdsa|sk)-/.test(entry)) return "is an SSH key";
  if (recipientForm.test(entry)) return "is not a whole public key: a character is missing or wrong";
  if (/^age1[0-9a-z]+$/.test(entry)) return "is a public key of an age plugin or of a hardware token";
  return "is not a public key of age";
}
