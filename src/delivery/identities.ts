/**
 * The private keys of age in a text, such as the file that `age-keygen` writes, with its comments. Each in upper case, as age
 * writes it. A text that only looks like a key is among them: use `isIdentity` of `encryption.ts`.
 */
export function identitiesIn(text: string): string[] {
  const found = text.match(/AGE-SECRET-KEY-(PQ-)?1[0-9a-z]+/gi) ?? [];
  return [...new Set(found.map((identity) => identity.toUpperCase()))];
}
