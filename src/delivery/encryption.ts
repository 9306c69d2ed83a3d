import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { binaryOf, headerOf } from "./age-file.ts";
import { CannotOpen } from "./cannot-open.ts";
import { invitationIn } from "./invitation.ts";
import { recipientForm } from "./recipients.ts";

/** Whom a text is encrypted for: public keys of age, or everybody who knows a passphrase. */
export type Readers =
  | { readonly kind: "recipients"; readonly recipients: readonly string[] }
  | { readonly kind: "passphrase"; readonly passphrase: string };

/** What opens an encrypted file: private keys of age, or a passphrase. */
export type OpeningKey =
  | { readonly kind: "identities"; readonly identities: readonly string[] }
  | { readonly kind: "passphrase"; readonly passphrase: string };

/** A key pair of age. */
export interface KeyPair {
  /** The private key, `AGE-SECRET-KEY-1…`. */
  readonly identity: string;
  /** The public key, `age1…`. */
  readonly recipient: string;
}

/**
 * Whether a text is a public key for which this package encrypts: X25519 (`age1…`) or the post-quantum form (`age1pq1…`).
 * Keys of plugins and hardware tokens have other prefixes and are not.
 */
export function isRecipient(text: string): boolean {
  return recipientForm.test(text) && works(() => new Encrypter().addRecipient(text));
}

/** Whether a text is a private key of age, `AGE-SECRET-KEY-1…` or `AGE-SECRET-KEY-PQ-1…`. */
export function isIdentity(text: string): boolean {
  return works(() => new Decrypter().addIdentity(text));
}

function works(use: () => void): boolean {
  try {
    use();
    return true;
  } catch {
    return false;
  }
}

/** Makes a new X25519 key pair, which every version of age can use. */
export async function makeKeyPair(): Promise<KeyPair> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The public key that belongs to a private key. Raises an Error for a text that is none. */
export function recipientOf(identity: string): Promise<string> {
  return identityToRecipient(identity);
}

/** Encrypts a text as an age file in armored form: ASCII lines that survive mail and chat. */
export async function encryptText(text: string, readers: Readers): Promise<string> {
  const encrypter = new Encrypter();
  if (readers.kind === "passphrase") encrypter.setPassphrase(readers.passphrase);
  else for (const recipient of readers.recipients) encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}

/**
 * Decrypts an age file, armored or binary. Raises CannotOpen with the reason when it is not an age file, damaged, or made
 * for another key.
 */
export async function decryptFile(file: Uint8Array, key: OpeningKey): Promise<Uint8Array> {
  const binary = binaryOf(file);
  const header = headerOf(binary);
  if (header.isForPassphrase && key.kind === "identities") throw new CannotOpen("needs a passphrase");
  if (!header.isForPassphrase && key.kind === "passphrase") throw new CannotOpen("needs an identity");
  const decrypter = new Decrypter();
  if (key.kind === "passphrase") decrypter.addPassphrase(key.passphrase);
  else for (const identity of key.identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(binary);
  } catch (error) {
    throw new CannotOpen(reasonOf(error, key));
  }
}

/** Opens an encrypted invitation and returns its code. Raises CannotOpen. */
export async function openInvitation(file: Uint8Array, key: OpeningKey): Promise<string> {
  return invitationIn(await decryptFile(file, key));
}

/** The library tells its errors apart only by their texts (age-encryption 0.3.1, index.js and recipients.js). */
function reasonOf(error: unknown, key: OpeningKey): CannotOpen["reason"] {
  if (error instanceof RangeError) return "not enough memory";
  const text = error instanceof Error ? error.message : "";
  if (text.startsWith("no identity matched")) return key.kind === "passphrase" ? "wrong passphrase" : "wrong identity";
  return text.includes("work factor is too high") ? "passphrase too expensive" : "damaged";
}
