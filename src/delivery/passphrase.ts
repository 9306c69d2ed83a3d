/**
 * The shortest passphrase, in characters: the least that NIST SP 800-63B-4 asks of a password that is the only protection.
 * Whoever has the file can try passphrases without limit.
 */
const shortestPassphrase = 15;

const fewestDifferent = 6;

/** How to make a good passphrase, as a sentence. */
export const goodPassphrase =
  'Take five or more random words ("age --passphrase" proposes one), or 20 random characters of a password manager.';

/** What is wrong with a passphrase, to continue a sentence; undefined when nothing is. */
export function passphraseProblem(passphrase: string): string | undefined {
  const characters = [...passphrase];
  if (characters.length < shortestPassphrase)
    return `has ${characters.length} characters; at least ${shortestPassphrase} are needed`;
  if (new Set(characters).size < fewestDifferent) return `has fewer than ${fewestDifferent} different characters`;
  return undefined;
}
