import { holdsPrivateKey } from "../core/private-keys.ts";
import { decryptFile, type OpeningKey } from "./age.ts";
import { CannotOpen } from "./cannot-open.ts";

/** The longest invitation code that is encrypted or accepted, in bytes of UTF-8. Known codes have a few kilobytes. */
export const longestInvitation = 64 * 1024;

/**
 * Opens an encrypted invitation and returns its code. Exalate does not publish what a code looks like, so everything that is
 * text passes, but a private key or another age file. Raises CannotOpen.
 */
export async function openInvitation(file: Uint8Array, key: OpeningKey): Promise<string> {
  return codeIn(await decryptFile(file, key));
}

function codeIn(opened: Uint8Array): string {
  const text = opened.length > longestInvitation ? undefined : utf8(opened);
  const code = text?.trim() ?? "";
  if (holdsPrivateKey(code)) throw new CannotOpen("a private key");
  if (code === "" || code.startsWith("-----BEGIN AGE") || /[^\P{Cc}\r\n\t]/u.test(code))
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
