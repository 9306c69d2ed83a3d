import type { KeyPair } from "../delivery/age.ts";

/** The name of the file with a new private key. */
export const keyFileName = "exalate-private-key.txt";

/** The name of that file when it is encrypted with a passphrase. */
export const protectedKeyFileName = `${keyFileName}.age`;

/** The text of the file with a new private key, as `age-keygen` writes it. */
export function keyFileText({ identity, recipient }: KeyPair, created: Date): string {
  const seconds = created.toISOString().replace(/\.\d+Z$/, "Z");
  return `# created: ${seconds}\n# public key: ${recipient}\n${identity}\n`;
}
