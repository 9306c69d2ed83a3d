import { holdsPrivateKey } from "../core/private-keys.ts";
import { textOf } from "../delivery/age-file.ts";
import { invitationIn } from "../delivery/invitation.ts";
import { Problem } from "./problem.ts";
import { words } from "./words.ts";

/**
 * The invitation code in a decrypted file.
 * @throws Problem when it contains a private key: somebody took the protected key file for the invitation
 * @throws CannotOpen when it contains something else
 */
export function codeIn(opened: Uint8Array): string {
  if (holdsPrivateKey(textOf(opened))) throw new Problem(words.protectedKeyAsInvitation);
  return invitationIn(opened);
}
