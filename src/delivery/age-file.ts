import { armor } from "age-encryption";
import { CannotOpen } from "./cannot-open.ts";
import { mostRecipients } from "./invitation.ts";

/** The first line of a binary age file (age-encryption.org/v1). */
const versionLine = "age-encryption.org/v1\n";

const armored = /-----BEGIN AGE ENCRYPTED FILE-----([^-]*)(-----END AGE ENCRYPTED FILE-----)?/;

/** What the header of an age file says in clear. */
export interface AgeHeader {
  readonly isForPassphrase: boolean;
}

/**
 * The binary form of an age file. Armored text is found inside other text, such as a mail, also when its lines were broken
 * differently or quoted. Raises CannotOpen.
 */
export function binaryOf(file: Uint8Array): Uint8Array {
  if (latin1(file.subarray(0, versionLine.length)) === versionLine) return file;
  const found = armored.exec(textOf(file));
  if (found === null) throw new CannotOpen("not an age file");
  const [, body = "", end] = found;
  if (end === undefined) throw new CannotOpen("damaged");
  return fromArmor(body);
}

/**
 * The library takes lines of 64 characters only. Mail programs break lines elsewhere, quote them, and may write `=3D` for
 * `=`. What is left out here was not encrypted: the file's own check notices every other change.
 */
function fromArmor(body: string): Uint8Array {
  const bare = body.replace(/=3D/gi, "=").replace(/[^A-Za-z0-9+/]+/g, "");
  const base64 = bare.padEnd(Math.ceil(bare.length / 4) * 4, "=");
  const lines = base64.match(/.{1,64}/g) ?? [];
  try {
    return armor.decode(
      ["-----BEGIN AGE ENCRYPTED FILE-----", ...lines, "-----END AGE ENCRYPTED FILE-----"].join("\n"),
    );
  } catch {
    throw new CannotOpen("damaged");
  }
}

/**
 * The text of a file of which only the ASCII characters matter, such as armored text or a private key. A shell of Windows
 * may write text as UTF-16.
 */
export function textOf(file: Uint8Array): string {
  if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder("utf-16le").decode(file);
  return file[0] === 0xfe && file[1] === 0xff ? new TextDecoder("utf-16be").decode(file) : latin1(file);
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

/** Reads the header of a binary age file. Raises CannotOpen. */
export function headerOf(binary: Uint8Array): AgeHeader {
  const text = latin1(binary);
  const end = text.indexOf("\n---");
  if (!text.startsWith(versionLine) || end < 0) throw new CannotOpen("damaged");
  const stanzas: string[] = text.slice(0, end).match(/^-> \S+/gm) ?? [];
  if (stanzas.length > mostRecipients) throw new CannotOpen("damaged");
  return { isForPassphrase: stanzas.includes("-> scrypt") };
}
