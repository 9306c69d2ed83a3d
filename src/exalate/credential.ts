import { isObject, type JsonObject, jsonOrUndefined } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";

/** What an admin put into the service connection to sign in to the node with. */
export type Credential =
  | { readonly kind: "token"; readonly token: Secret }
  | { readonly kind: "password"; readonly username: string; readonly password: Secret };

/** The claims of a JSON Web Token that matter here; the signature is the node's to check. */
export interface JwtClaims {
  /** Who issued it; Exalate's own say `EXALATE`. */
  readonly issuer?: string;
  /** When it expires, in milliseconds since 1970. */
  readonly expiresAt?: number;
}

/**
 * The claims of a token that has the form of a JSON Web Token (RFC 7519), undefined for any other token, such as an
 * Azure DevOps personal access token.
 */
export function jwtClaims(token: string): JwtClaims | undefined {
  const [header, payload] = /^([\w-]+)\.([\w-]+)\.[\w-]*$/.exec(token)?.slice(1) ?? [];
  if (header === undefined || payload === undefined) return undefined;
  const claims = decoded(payload);
  if (typeof decoded(header)?.alg !== "string" || claims === undefined) return undefined;
  const expiresAt = milliseconds(claims.exp);
  return {
    ...(typeof claims.iss === "string" ? { issuer: claims.iss } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function decoded(part: string): JsonObject | undefined {
  const value = jsonOrUndefined(Buffer.from(part, "base64url").toString("utf8"));
  return isObject(value) ? value : undefined;
}

/** Seconds of any date stay below this until the year 5138; milliseconds have been above it since 1973. */
const firstMilliseconds = 100_000_000_000;

/** `exp` is in seconds; old nodes wrote milliseconds. */
function milliseconds(exp: unknown): number | undefined {
  if (typeof exp !== "number" || !Number.isFinite(exp)) return undefined;
  return exp >= firstMilliseconds ? exp : exp * 1000;
}
