import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { objectOf, type Schema, violation } from "./schema.ts";

/** What an invitation code carries from the initiating node to the accepting one. */
export interface Invitation {
  /** Known to the two sides alone; proves the accepting side to the initiating one. */
  readonly sharedSecret: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly mode: "basic" | "script";
  /** Whether the accepting side is one that the initiating node cannot reach. */
  readonly private: boolean;
  /** Short name of the side that initiated. */
  readonly initiatorShortName: string;
  /** Short name of the side that accepts. */
  readonly acceptorShortName: string;
  readonly nodeUrl: string;
  readonly nodeUid: string;
  readonly trackerType: string;
  readonly nodeVersion: string;
}

// Every embedded node has this key, so that two processes which never met can read each other's codes.
const key = createHash("sha256").update("embedded Exalate nodes").digest();
const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;
// Real codes carry more than ours do; consumers must cope with a length of that order.
const shortestPlainBytes = 640;

const text: Schema = { type: "string" };
const invitationSchema = objectOf({
  sharedSecret: text,
  connectionId: text,
  connectionName: text,
  mode: { type: "string", enum: ["basic", "script"] },
  private: { type: "boolean" },
  initiatorShortName: text,
  acceptorShortName: text,
  nodeUrl: text,
  nodeUid: text,
  trackerType: text,
  nodeVersion: text,
});

/** Encrypts an invitation as one line of base64url, at least 600 characters long. */
export function sealInvitation(invitation: Invitation): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce);
  const plain = Buffer.from(JSON.stringify(invitation));
  const padding = Buffer.alloc(Math.max(0, shortestPlainBytes - plain.length), " ");
  const sealed = Buffer.concat([cipher.update(plain), cipher.update(padding), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** Decrypts an invitation code, however it was wrapped; null when no embedded node made it. */
export function openInvitation(code: string): Invitation | null {
  const bytes = Buffer.from(code.replaceAll(/\s/g, ""), "base64url");
  if (bytes.length <= nonceBytes + tagBytes) return null;
  try {
    return parseInvitation(decrypt(bytes));
  } catch {
    return null;
  }
}

/** Breaks a code into lines of 76 characters, as mail programs and MIME encoders do. */
export function wrapCode(code: string): string {
  return code.replaceAll(/.{76}(?=.)/g, "$&\r\n");
}

function decrypt(bytes: Buffer): string {
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes));
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  const plain = [decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()];
  return Buffer.concat(plain).toString("utf8");
}

function parseInvitation(plain: string): Invitation | null {
  const invitation = JSON.parse(plain);
  return violation(invitationSchema, invitation) === null ? invitation : null;
}
