import { CannotOpen, type Reason } from "../delivery/cannot-open.ts";
import { largestFile } from "../delivery/invitation.ts";
import { NoPrivateKey } from "../delivery/no-private-key.ts";
import { Problem } from "./problem.ts";

/** What the person reads when a file cannot be used for another reason than those of {@link CannotOpen}. */
export const messages = {
  tooLarge: `This file is too large: an invitation or a key has at most ${largestFile / 1024} KiB. Choose another file.`,
  unreadable: "The browser could not read this. Choose one file, not a folder.",
  severalFiles: "Give one file at a time.",
  nothingPasted: "There is no text yet. Paste it into the field.",
  privateKeyAsInvitation:
    "This is a private key, not the invitation. Choose the file that the sender mailed to you; the private key is asked for afterwards.",
  protectedKeyAsInvitation:
    "The file was opened, but it contains a private key, which is not shown: it is a protected key file, not the invitation. Choose the file that the sender mailed to you; the key file is asked for afterwards.",
  publicKeyAsPrivateKey:
    "This is a public key: it can only encrypt. Give the private key that belongs to it, from the file that was saved when the key was made.",
  invitationAsPrivateKey:
    "This is an encrypted invitation, not a private key. Give the file that was saved when the key was made.",
  unusablePrivateKey:
    "This private key is damaged, or of a kind that this page cannot use. It begins with AGE-SECRET-KEY-1 and has no spaces: give the whole file that was saved when the key was made.",
  noPrivateKey: "This contains no private key. Give the file that was saved when the key was made.",
  passphraseMissing: "The passphrase is missing.",
  passphrasesDiffer: "The two passphrases are different. Type the same one twice.",
  wrongKeyPassphrase:
    "This is not the passphrase of the private key. Check capital letters and spaces. Nobody can recover it: if it is lost, make a new key and send its public key.",
  unexpected:
    "This did not work in this browser. Try a current version of Chrome, Edge, Firefox or Safari, or open the file with the age program.",
} as const;

const remedies: Readonly<Record<Reason, string>> = {
  "not an age file":
    "This is not an encrypted invitation. Choose the file whose name ends with .invitation.age, as the sender mailed it.",
  damaged:
    "The file is damaged or cut off. Save it again from the mail, or ask the sender to send it again as an attachment.",
  "needs a passphrase": "This file is encrypted for a passphrase. Give the passphrase that you agreed with the sender.",
  "needs an identity": "This file is encrypted for a key. Give your private key.",
  "wrong identity": "The invitation is encrypted for another key.",
  "wrong passphrase":
    "This is not the passphrase of the invitation. Check capital letters and spaces, or ask the sender for it by phone.",
  "passphrase too expensive":
    "Trying a passphrase on this file would take more memory than is safe. Ask the sender to encrypt the invitation again.",
  "not enough memory":
    "This browser has not enough memory to try a passphrase on this file. Close other pages, or use another computer.",
  "not an invitation":
    "The file was opened, but it contains no invitation code. Ask the sender for the file that the pipeline made.",
};

const noPrivateKey: Readonly<Record<NoPrivateKey["what"], string>> = {
  "an unusable private key": messages.unusablePrivateKey,
  "a public key": messages.publicKeyAsPrivateKey,
  "an encrypted invitation": messages.invitationAsPrivateKey,
  "something else": messages.noPrivateKey,
};

/** What the person reads about an error, whatever it is. */
export function messageFor(error: unknown): string {
  if (error instanceof CannotOpen) return remedies[error.reason];
  if (error instanceof NoPrivateKey) return noPrivateKey[error.what];
  return error instanceof Problem ? error.message : messages.unexpected;
}

/** What the person reads when the private key does not fit. @param fingerprints of the keys that were given */
export function wrongKeyMessage(fingerprints: readonly string[]): string {
  const [noun, verb] = fingerprints.length === 1 ? ["fingerprint", "is"] : ["fingerprints", "are"];
  return `${remedies["wrong identity"]} The ${noun} of the private key that you gave ${verb} ${fingerprints.join(" and ")}. \
Compare with the fingerprint in the sender's mail: give the private key that belongs to that one, or send your public key again.`;
}
