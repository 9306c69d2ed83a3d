import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** What the name of an encrypted invitation ends with. */
const fileExtension = ".invitation.age";

/** Device names of Windows, which cannot be file names there, with any extension. */
const reserved = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])$/i;

/** In bytes of UTF-8: file systems allow 255, and the rest is for the extension and the mark of a changed name. */
const longestName = 200;

/**
 * The name of a connection as a part of a file name that every file system and an artifact of Azure Pipelines can have.
 * A name that has to be changed ends with eight digits of its SHA-256, so that it differs from the unchanged name of
 * another connection.
 */
export function safeName(connectionName: string): string {
  const plain = connectionName.replace(/[^\p{L}\p{M}\p{N} ._()-]/gu, "_").replace(/^[-. ]+/, "_");
  const short = cutToBytes(plain, longestName);
  const isReserved = reserved.test(short.split(".")[0]?.trim() ?? "");
  if (short === connectionName && !isReserved) return short;
  return `${isReserved ? "_" : ""}${short}-${hashOf(connectionName)}`;
}

/** The name of the file with the encrypted invitation of a connection. */
export function invitationFileName(connectionName: string): string {
  return `${safeName(connectionName)}${fileExtension}`;
}

function cutToBytes(text: string, bytes: number): string {
  let cut = text;
  while (new TextEncoder().encode(cut).length > bytes) cut = [...cut].slice(0, -1).join("");
  return cut;
}

function hashOf(text: string): string {
  return bytesToHex(sha256(new TextEncoder().encode(text)).subarray(0, 4));
}
