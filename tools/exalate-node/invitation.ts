import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { objectOf, type Schema, violation } from "./schema.ts";

/** The content of an invitation code. */
export interface Invitation {
  /** Known only to the two sides; the accepting side uses it to prove that it has the invitation. */
  readonly sharedSecret: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly mode: "basic" | "script";
  /** Whether the initiating node cannot reach the accepting side. */
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

// All embedded nodes share this key, so that separate processes can read each other's codes.
const key = createHash("sha256").update("embedded Exalate nodes").digest();
const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;
// Real codes contain more data; with this minimum, codes of the embedded node are about as long.
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

/** Decrypts an invitation code and ignores line breaks in it; null when it is not from an embedded node. */
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
