import { withoutGaps } from "./text.ts";

/** A private key of age or of a plugin of age, with at least six characters of its data. Without white space, in any case. */
const ageKey = /AGE-(?:SECRET-KEY|PLUGIN)-[0-9A-Z-]*1[02-9AC-HJ-NP-Z]{6}/i;

/** The beginning of a private key of another program: in PEM form, as of SSH, PGP or PuTTY. Without white space. */
const otherKey = /-----BEGIN[A-Z]*PRIVATEKEY|PuTTY-User-Key-File/i;

/** The length of an X25519 key of age, in characters. */
const ageKeyLength = 74;

/** A shorter word of a text is not a part of a key by itself; in characters. */
const shortestWord = 8;

/** Whether a text contains a private key, such as an identity of age (`AGE-SECRET-KEY-1…`). A mention of one is none. */
export function holdsPrivateKey(text: string): boolean {
  const bare = plain(text);
  return ageKey.test(bare) || otherKey.test(bare);
}

/** Without the marks of a quoted mail, and with the hyphens that a word processor or a URL makes of plain ones. */
function plain(text: string): string {
  return withoutGaps(text.replace(/[\u2010-\u2015\u2212]|%2D/gi, "-").replace(/>/g, ""));
}

/**
 * The parts of the private keys in a text, also of keys whose lines are broken, as they are and in upper and lower case;
 * empty for a text without any. Every longer word of the text, where the parts cannot be told from the rest.
 */
export function partsOfPrivateKey(text: string): string[] {
  if (!holdsPrivateKey(text)) return [];
  const words = text.split(/\s+/);
  const parts = otherKey.test(plain(text)) ? [] : words.flatMap((word, at) => ageKeyParts(word, words.slice(at + 1)));
  const found = parts.length > 0 ? parts : words.filter(({ length }) => length >= shortestWord);
  return [...new Set(found.flatMap((part) => [part, part.toUpperCase(), part.toLowerCase()]))];
}

/** The key that begins in a word, and the words after it that continue it. */
function ageKeyParts(word: string, following: readonly string[]): string[] {
  const [begun] = /AGE-(?:SECRET-KEY|PLUGIN)-[0-9A-Z-]*/i.exec(word) ?? [];
  if (begun === undefined) return [];
  const parts = [begun];
  let { length } = begun;
  for (const next of following) {
    if (length >= ageKeyLength || !/^[02-9AC-HJ-NP-Z]+$/i.test(next)) break;
    parts.push(next);
    length += next.length;
  }
  return parts;
}
