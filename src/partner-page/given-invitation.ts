import { holdsPrivateKey } from "../core/private-keys.ts";
import { binaryOf, headerOf, textOf } from "../delivery/age-file.ts";
import { CannotOpen } from "../delivery/cannot-open.ts";
import { Problem } from "./problem.ts";
import { words } from "./words.ts";

/** A file that looks like an encrypted invitation, not opened yet. */
export interface GivenInvitation {
  readonly file: Uint8Array;
  /** Whether a passphrase opens it; otherwise a private key does. */
  readonly isForPassphrase: boolean;
}

/**
 * Checks what the person gave as the invitation, armored or binary.
 * @throws CannotOpen when it is no complete age file
 * @throws Problem when it is a private key
 */
export function givenInvitation(given: Uint8Array): GivenInvitation {
  try {
    const file = binaryOf(given);
    return { file, isForPassphrase: headerOf(file).isForPassphrase };
  } catch (error) {
    const isOther = error instanceof CannotOpen && error.reason === "not an age file";
    if (isOther && holdsPrivateKey(textOf(given))) throw new Problem(words.privateKeyAsInvitation);
    throw error;
  }
}
