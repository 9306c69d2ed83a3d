import { type Answer, json, Refusal, text } from "./answer.ts";
import { readJwt, signJwt } from "./jwt.ts";
import { type Call, type NodeSelf, textMember } from "./route.ts";
import type { Settings } from "./settings.ts";

const sessionHeader = "X-exalate-jwt";

/** Header in which a sign-in can return the session token. */
export const issuedHeader = "X-Exalate-Jwt";

/** Signs in with a token and no user name, or with a user name and password. */
export function authenticate({ node, body }: Call): Answer {
  const [user, password] = [textMember(body, "user"), textMember(body, "password")];
  if (!isKnown(node.settings, user, password)) throw new Refusal(401, "Credentials provided are not correct");
  return tokenAnswer(node.settings.tokenPlace, issueSession(node, user));
}

/** Starts a session and returns its token. */
export function issueSession(node: NodeSelf, user: string): string {
  const { sessionSeconds, expiryUnit } = node.settings;
  const now = Math.floor(Date.now() / 1000);
  const exp = expiryUnit === "milliseconds" ? (now + sessionSeconds) * 1000 : now + sessionSeconds;
  const serial = node.issuedTokens.length + 1;
  const token = signJwt({ user, iss: "EXALATE", exp, jti: String(serial) }, node.registry.signingKey);
  node.issuedTokens.push(token);
  return token;
}

/** The header of requests that contains the session token, and the text before the token in it. */
export function sessionPlace({ settings }: Pick<NodeSelf, "settings">): {
  readonly header: string;
  readonly prefix: string;
} {
  return { header: sessionHeader, prefix: "", ...settings.dialect.session };
}

/**
 * Checks a session token.
 * @throws Refusal 401 when it is missing, from another node, or expired
 */
export function checkSession(node: NodeSelf, token: string | undefined): void {
  if (!token) throw new Refusal(401, `The header ${sessionPlace(node).header} is missing`);
  const claims = readJwt(token, node.registry.signingKey);
  if (claims?.iss !== "EXALATE") throw new Refusal(401, "The session token is not valid");
  const unit = node.settings.expiryUnit === "milliseconds" ? 1 : 1000;
  if (Number(claims.exp) * unit <= Date.now()) throw new Refusal(401, "The session has expired");
}

function isKnown({ tokens, users }: Settings, user: string, password: string): boolean {
  if (password === "") return false;
  if (user === "") return tokens.includes(password);
  return Object.hasOwn(users, user) && users[user] === password;
}

function tokenAnswer(place: Settings["tokenPlace"], token: string): Answer {
  if (place === "header") return json(200, {}, { [issuedHeader]: token });
  return place === "body" ? text(200, token) : json(200, { [place]: token });
}
