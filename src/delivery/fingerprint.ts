import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

const digits = 32;

/**
 * The fingerprint of a public key, to compare by phone: the first 128 bits of the SHA-256 of its text, in hexadecimal, as
 * eight groups of four digits. Two keys with the same fingerprint cannot be found in practice.
 */
export function fingerprintOf(recipient: string): string {
  const hex = bytesToHex(sha256(new TextEncoder().encode(recipient)));
  return (hex.slice(0, digits).toUpperCase().match(/.{4}/g) ?? []).join(" ");
}

/** A public key short enough for a line: its beginning and its end. Only the fingerprint tells two keys apart for certain. */
export function shortenedKey(recipient: string): string {
  return `${recipient.slice(0, 12)}…${recipient.slice(-6)}`;
}
