import { withoutGaps } from "./text.ts";

/** How private keys begin: identities of age and of its plugins, and keys in PEM form. Without white space, in any case. */
const beginning = /AGE-SECRET-KEY-|AGE-PLUGIN-|-----BEGIN[A-Z]*PRIVATEKEY-----/i;

/** A shorter word of a text is not a part of a key; in characters. */
const shortestPart = 8;

/** Whether a text contains a private key, such as an identity of age (`AGE-SECRET-KEY-1…`). */
export function holdsPrivateKey(text: string): boolean {
  return beginning.test(withoutGaps(text));
}

/** The words of a text with a private key that may be parts of it, such as its lines; empty for any other text. */
export function partsOfPrivateKey(text: string): string[] {
  return holdsPrivateKey(text) ? text.split(/\s+/).filter(({ length }) => length >= shortestPart) : [];
}
