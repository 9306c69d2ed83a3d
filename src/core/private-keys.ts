import { withoutGaps } from "./text.ts";

/** The beginning of a private key of age or of a plugin of age. Without white space, in any case. */
const ageKey = /AGE-(?:SECRET-KEY|PLUGIN)-/gi;

/** What follows it: a name, as of a plugin, and at least six characters of the key's data. */
const ageKeyData = /^[0-9A-Z-]*1[0-9A-Z]{6}/i;

/** Longer than any name of a plugin with the data that is looked at; in characters. */
const ageKeyLook = 60;

/** The beginning of a private key of another program: in PEM form, as of SSH, PGP or PuTTY. Without white space. */
const otherKey = /-----BEGIN[A-Z]*PRIVATEKEY|PuTTY-User-Key-File/i;

/** The length of an X25519 key of age, in characters. */
const ageKeyLength = 74;

/** A shorter word of a text is not a part of a key by itself; in characters. */
const shortestWord = 8;

/** Whether a text contains a private key, such as an identity of age (`AGE-SECRET-KEY-1…`). A mention of one is none. */
export function holdsPrivateKey(text: string): boolean {
  const bare = plain(text);
  return otherKey.test(bare) || [...bare.matchAll(ageKey)].some((begun) => ageKeyData.test(following(bare, begun)));
}

function following(text: string, { index, 0: begun }: RegExpExecArray): string {
  return text.slice(index + begun.length, index + begun.length + ageKeyLook);
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
  const parts = otherKey.test(plain(text)) ? [] : words.flatMap((_, at) => ageKeyParts(words, at));
  const found = parts.length > 0 ? parts : words.filter(({ length }) => length >= shortestWord);
  return [...new Set(found.flatMap((part) => [part, part.toUpperCase(), part.toLowerCase()]))];
}

/** The key that begins in the word at this place, and the words after it that may continue it. */
function ageKeyParts(words: readonly string[], at: number): string[] {
  const [begun] = /AGE-(?:SECRET-KEY|PLUGIN)-[0-9A-Z-]*/i.exec(words[at] ?? "") ?? [];
  if (begun === undefined) return [];
  const parts = [begun];
  let { length } = begun;
  for (let next = at + 1; length < ageKeyLength && /^[0-9A-Z]+$/i.test(words[next] ?? ""); next += 1) {
    parts.push(words[next] ?? "");
    length += parts.at(-1)?.length ?? 0;
  }
  return parts;
}
