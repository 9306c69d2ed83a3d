import { createHmac, timingSafeEqual } from "node:crypto";
import { isObject } from "../../src/core/json.ts";

/** Claims of a JSON Web Token. */
export type Claims = Readonly<Record<string, string | number>>;

/** Signs claims as a compact JSON Web Token with HMAC-SHA256 (RFC 7515, "HS256"). */
export function signJwt(claims: Claims, key: string): string {
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${signature(signed, key)}`;
}

/** Reads the claims of a token that was signed with this key; null for any other text. Does not check the expiry. */
export function readJwt(token: string, key: string): Record<string, unknown> | null {
  const [header = "", claims = "", given = "", ...rest] = token.split(".");
  if (rest.length > 0 || !isSame(given, signature(`${header}.${claims}`, key))) return null;
  const value: unknown = JSON.parse(Buffer.from(claims, "base64url").toString("utf8"));
  return isObject(value) ? value : null;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signature(signed: string, key: string): string {
  return createHmac("sha256", key).update(signed).digest("base64url");
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
