import { holdsPrivateKey } from "../core/private-keys.ts";
import { isIdentity, isRecipient, recipientOf } from "../delivery/age.ts";
import { binaryOf, headerOf, textOf } from "../delivery/age-file.ts";
import { CannotOpen } from "../delivery/cannot-open.ts";
import { fingerprintOf } from "../delivery/fingerprint.ts";
import { identitiesIn } from "../delivery/identities.ts";
import { Problem } from "./problem.ts";
import { words } from "./words.ts";

/** What the person gave as the private key. */
export type GivenKey =
  | { readonly kind: "identities"; readonly identities: readonly string[] }
  /** A file that a passphrase opens to private keys. */
  | { readonly kind: "protected"; readonly file: Uint8Array };

/**
 * Finds the private keys in what the person gave: a text with keys of age, or such a text encrypted with a passphrase.
 * @throws Problem when it is something else
 * @throws CannotOpen when it is a damaged age file
 */
export function keyIn(given: Uint8Array): GivenKey {
  const text = textOf(given);
  const identities = usableIdentities(text);
  if (identities.length > 0) return { kind: "identities", identities };
  const file = ageFileIn(given);
  if (file === undefined) throw new Problem(whyNoKey(text));
  if (!headerOf(file).isForPassphrase) throw new Problem(words.invitationAsPrivateKey);
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

function whyNoKey(text: string): string {
  if (holdsPrivateKey(text)) return words.unusablePrivateKey;
  return (text.match(/age1\w+/g) ?? []).some(isRecipient) ? words.publicKeyAsPrivateKey : words.noPrivateKey;
}

/** The private keys in an opened key file. @throws Problem when there is none */
export function identitiesInOpened(opened: Uint8Array): readonly string[] {
  const identities = usableIdentities(textOf(opened));
  if (identities.length === 0) throw new Problem(words.noPrivateKey);
  return identities;
}

/** The fingerprints of the public keys that belong to private keys. */
export function fingerprintsOf(identities: readonly string[]): Promise<string[]> {
  return Promise.all(identities.map(async (identity) => fingerprintOf(await recipientOf(identity))));
}
