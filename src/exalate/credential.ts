import { isObject, type JsonObject, jsonOrUndefined } from "../core/json.ts";
import { Secret } from "../core/secret.ts";
import { type NodeApi, offeredOperation } from "./profile/node-api.ts";

/** The credential from the service connection, to sign in to the node with. */
export type Credential =
  | { readonly kind: "token"; readonly token: Secret }
  | { readonly kind: "password"; readonly username: string; readonly password: Secret };

/** How a session begins: the node exchanges something for it, or the credential already is one. */
export type SignInMethod =
  | { readonly kind: "exchange"; readonly user: string; readonly password: Secret }
  /** `expiresAt` is in milliseconds since 1970; undefined when not known. */
  | { readonly kind: "ready"; readonly session: Secret; readonly expiresAt: number | undefined };

/**
 * How to sign in with a credential. An Exalate JWT already is a session; any other token is exchanged for one. A node
 * without a call that exchanges takes the credential itself. Undefined when it cannot: a user name and password are one
 * text in HTTP Basic (RFC 7617) alone.
 */
export function signInMethod(credential: Credential, api: NodeApi): SignInMethod | undefined {
  const canExchange = offeredOperation(api, "authenticate") !== undefined;
  if (credential.kind === "token") return tokenMethod(credential.token, canExchange);
  const { username: user, password } = credential;
  if (canExchange) return { kind: "exchange", user, password };
  if (!/^basic $/i.test(api.tokenPrefix)) return undefined;
  const session = new Secret(Buffer.from(`${user}:${password.reveal()}`, "utf8").toString("base64"));
  return { kind: "ready", session, expiresAt: undefined };
}

function tokenMethod(token: Secret, canExchange: boolean): SignInMethod {
  const claims = jwtClaims(token.reveal());
  const isSession = claims !== undefined && (claims.issuer ?? "EXALATE") === "EXALATE";
  return canExchange && !isSession
    ? { kind: "exchange", user: "", password: token }
    : { kind: "ready", session: token, expiresAt: claims?.expiresAt };
}

/** The claims of a JSON Web Token that are used here. The node checks the signature. */
export interface JwtClaims {
  /** Who issued it; `EXALATE` in Exalate's own tokens. */
  readonly issuer?: string;
  /** When it expires, in milliseconds since 1970. */
  readonly expiresAt?: number;
}

/**
 * The claims of a JSON Web Token (RFC 7519); undefined for any other token, such as an Azure DevOps personal access
 * token.
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

/** A date in seconds stays below this number until the year 5138; in milliseconds it is above it since 1973. */
const firstMilliseconds = 100_000_000_000;

/** Converts `exp`, which is in seconds, or in milliseconds from old nodes. */
function milliseconds(exp: unknown): number | undefined {
  if (typeof exp !== "number" || !Number.isFinite(exp)) return undefined;
  return exp >= firstMilliseconds ? exp : exp * 1000;
}
