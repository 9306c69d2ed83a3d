import { hasInvisible } from "../core/text.ts";

/**
 * The shortest passphrase, in characters: the least that NIST SP 800-63B-4 asks of a password that is the only protection.
 * Whoever has the file can try passphrases without limit.
 */
const shortestPassphrase = 15;

/** The shortest passphrase of digits alone. */
const shortestNumber = 25;

const fewestDifferent = 8;

/** How to make a good passphrase, as a sentence. */
export const goodPassphrase = "Let a password manager make one: five or more random words, or 20 random characters.";

/** What is wrong with a passphrase, to continue a sentence; undefined when nothing is known to be. */
export function passphraseProblem(passphrase: string): string | undefined {
  const characters = [...passphrase];
  if (hasInvisible(passphrase)) return "contains a line break or an invisible character, which cannot be typed again";
  if (characters.length < shortestPassphrase)
    return `has ${characters.length} characters; at least ${shortestPassphrase} are needed`;
  if (new Set(characters).size < fewestDifferent) return `has fewer than ${fewestDifferent} different characters`;
  if (/^\d+$/.test(passphrase) && characters.length < shortestNumber)
    return `has only digits; at least ${shortestNumber} of them are needed`;
  return undefined;
}
