import { holdsPrivateKey } from "../core/private-keys.ts";
import { binaryOf, headerOf, textOf } from "./age-file.ts";
import { CannotOpen } from "./cannot-open.ts";
import { isIdentity, isRecipient, recipientOf } from "./encryption.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { identitiesIn } from "./identities.ts";
import { NoPrivateKey } from "./no-private-key.ts";

/** What was given as the private key. */
export type GivenKey =
  | { readonly kind: "identities"; readonly identities: readonly string[] }
  /** A file that a passphrase opens to private keys. */
  | { readonly kind: "protected"; readonly file: Uint8Array };

/**
 * Finds the private keys in a text with keys of age, or in such a text that is encrypted with a passphrase. Raises
 * NoPrivateKey, and CannotOpen for a damaged age file.
 */
export function keyIn(given: Uint8Array): GivenKey {
  const text = textOf(given);
  const identities = usableIdentities(text);
  if (identities.length > 0) return { kind: "identities", identities };
  const file = ageFileIn(given);
  if (file === undefined) throw new NoPrivateKey(whyNoKey(text));
  if (!headerOf(file).isForPassphrase) throw new NoPrivateKey("an encrypted invitation");
  return { kind: "protected", file };
}

function usableIdentities(text: string): string[] {
  return identitiesIn(text).filter(isIdentity);
}

function ageFileIn(given: Uint8Array): Uint8Array | undefined {
  try {
    return binaryOf(given);
  } catch (error) {
    if (error instanceof CannotOpen && error.reason === "not an age file") return undefined;
    throw error;
  }
}

function whyNoKey(text: string): NoPrivateKey["what"] {
  if (holdsPrivateKey(text)) return "an unusable private key";
  return (text.match(/age1\w+/g) ?? []).some(isRecipient) ? "a public key" : "something else";
}

/** The private keys in an opened key file. Raises NoPrivateKey. */
export function identitiesInOpened(opened: Uint8Array): readonly string[] {
  const identities = usableIdentities(textOf(opened));
  if (identities.length === 0) throw new NoPrivateKey("something else");
  return identities;
}

/** The fingerprints of the public keys that belong to private keys. */
export function fingerprintsOf(identities: readonly string[]): Promise<string[]> {
  return Promise.all(identities.map(async (identity) => fingerprintOf(await recipientOf(identity))));
}
