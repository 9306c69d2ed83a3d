import { holdsPrivateKey } from "../core/private-keys.ts";
import { CannotOpen } from "./cannot-open.ts";

/** The longest invitation code that is encrypted or accepted, in bytes of UTF-8. Known codes have a few kilobytes. */
const longestInvitation = 64 * 1024;

/** The most public keys of a file. Trying a private key takes time for each of them. */
export const mostRecipients = 300;

/** The largest file that is read, in bytes. An invitation has a few kilobytes; each public key adds up to two. */
export const largestFile = 256 * 1024;

/**
 * The invitation code in a decrypted file. Exalate does not publish what a code looks like, so every text passes, except
 * a private key or another age file. Raises CannotOpen.
 */
export function invitationIn(opened: Uint8Array): string {
  const text = opened.length > longestInvitation ? undefined : utf8(opened);
  const code = text?.trim() ?? "";
  if (code === "" || /[^\P{Cc}\r\n\t]/u.test(code) || holdsPrivateKey(code) || code.startsWith("-----BEGIN AGE"))
    throw new CannotOpen("not an invitation");
  return code;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
