import { atPointer, pointerTo } from "../core/json-pointer.ts";
import type { Exchange } from "./exchange.ts";
import { leavesOf, plainLeavesOf } from "./json-leaves.ts";
import { type AnswerPlace, type Side, withoutScheme } from "./side.ts";
import { isJwt, isLongOpaque, isPlainWord, isRandomText, jwtPayload } from "./value-kinds.ts";

/** How the calls of a recording show who makes them. */
export interface SessionSeen {
  /** The header that carries the session, as recorded, and the text before the token in it. */
  readonly header: { readonly name: string; readonly prefix: string } | undefined;
  /** Every token that the header carried. */
  readonly tokens: readonly string[];
  /** The call that answered the token. */
  readonly signIn: { readonly exchange: Exchange; readonly tokenPlace: string } | undefined;
  /** Whether the header carries a key that no answer gave and that does not look like a session. */
  readonly isKey: boolean;
  /** Whether a cookie seems to carry the session. */
  readonly isCookie: boolean;
}

/** How the node's calls carry the session, and where it comes from. */
export function sessionIn(side: Side): SessionSeen {
  const best = headersIn(side).sort((one, other) => other.score - one.score)[0];
  const unusedSignIn = side.exchanges.filter((exchange) => exchange.isSuccess && isSignIn(exchange, side)).at(-1);
  const isCookie = side.exchanges.some((exchange) => exchange.requestHeader("cookie") !== undefined);
  if (best === undefined || best.score < 4) {
    const signIn = signInByShape(unusedSignIn);
    const token = signIn && atPointer(signIn.exchange.answer, signIn.tokenPlace);
    return { header: undefined, tokens: token === undefined ? [] : [String(token)], signIn, isKey: false, isCookie };
  }
  const signIn = signInFor(best, side);
  const isWhole = signIn?.isWholeValue === true;
  const prefix = isWhole ? "" : prefixOf(best.values[0] ?? "");
  const tokens = isWhole ? best.values : best.values.map(withoutScheme);
  const isKey =
    signIn === undefined &&
    tokens.every((token) => !isJwt(token) && side.everyPlace(token).length === 0) &&
    (keyWord.test(best.name) || keyWord.test(prefix) || /^basic /i.test(prefix));
  return { header: { name: best.name, prefix }, tokens, signIn, isKey, isCookie: false };
}

/** A sign-in whose token no recorded header carries: the only text of its answer that can be a session. */
function signInByShape(exchange: Exchange | undefined): SessionSeen["signIn"] {
  if (exchange === undefined) return undefined;
  const opaque = plainLeavesOf(exchange.answer).filter(
    ({ value }) => typeof value === "string" && !/\s/.test(value) && (isRandomText(value) || isLongOpaque(value)),
  );
  const named = opaque.filter(
    ({ steps }) => sessionName.test(steps.at(-1) ?? "token") && !otherToken.test(steps.at(-1) ?? ""),
  );
  const jwts = named.filter(({ value }) => isJwt(String(value)));
  const [first, ...others] = jwts.length > 0 ? jwts : named;
  if (first === undefined || others.length > 0) return undefined;
  return { exchange, tokenPlace: pointerTo(first.steps) || "/" };
}

const sessionName = /token|jwt|session|ticket|bearer/i;
const otherToken = /refresh|csrf|xsrf/i;

interface HeaderSeen {
  readonly name: string;
  readonly values: readonly string[];
  readonly score: number;
}

const browserOwn =
  /^(:.*|accept.*|sec-.*|user-agent|origin|referer|host|content-.*|cookie|if-.*|x-requested-with|proxy-.*|traceparent|tracestate|baggage)$/i;

function headersIn(side: Side): HeaderSeen[] {
  const byName = new Map<string, { name: string; values: string[]; calls: Exchange[] }>();
  for (const exchange of side.exchanges)
    for (const { name, value } of exchange.call.requestHeaders.filter((each) => !browserOwn.test(each.name))) {
      const known = byName.get(name.toLowerCase()) ?? { name, values: [], calls: [] };
      if (exchange.isSuccess && !known.values.includes(value)) known.values.push(value);
      known.calls.push(exchange);
      byName.set(name.toLowerCase(), known);
    }
  return [...byName.values()].flatMap((seen) => scored(seen, side));
}

function scored(seen: { name: string; values: string[]; calls: Exchange[] }, side: Side): HeaderSeen[] {
  const { name, values, calls } = seen;
  const isPerCall = values.length > 3 && values.length > calls.length / 2;
  if (values.length === 0 || isPerCall || !values.every((value) => isOpaque(name, value))) return [];
  const isTraced = values.some((value) => suppliers(value, side).length > 0);
  const score =
    (isTraced ? 10 : 0) +
    (/^authorization$/i.test(name) ? 6 : 0) +
    (/jwt|token|auth|session|api-?key|apikey|credential/i.test(name) ? 4 : 0) +
    (calls.length >= side.exchanges.length / 2 ? 2 : 0) +
    (calls.some(({ isRead }) => isRead) ? 2 : -2) -
    (/csrf|xsrf/i.test(name) ? 8 : 0) -
    (/request|trace|correlation|tenant|client-?id/i.test(name) ? 6 : 0);
  return [{ name, values, score }];
}

function isOpaque(name: string, value: string): boolean {
  const token = withoutScheme(value);
  if (isPlainWord(token) || token === "") return false;
  return (
    isRandomText(token) || isLongOpaque(token) || /^authorization$/i.test(name) || /key|token|jwt|session/i.test(name)
  );
}

/** Only a name says that a value is a key: a session's that began before the recording looks the same. */
const keyWord = /key\b|_key|key_|apikey/i;

function prefixOf(value: string): string {
  return value.slice(0, value.length - withoutScheme(value).length);
}

/** The sign-in calls whose answers hold a header's value. */
function suppliers(value: string, side: Side): { place: AnswerPlace; isWholeValue: boolean }[] {
  const token = withoutScheme(value);
  const whole = token === value ? [] : side.everyPlace(value).filter(({ header }) => header === undefined);
  const found = whole.length > 0 ? whole : side.everyPlace(token);
  return found
    .filter(({ exchange, lists }) => lists.length === 0 && isSignIn(exchange, side))
    .map((place) => ({ place, isWholeValue: whole.length > 0 }));
}

/** Calls that answer the token for something that a sign-in answered, such as a ticket. */
function exchanged(values: readonly string[], side: Side): { place: AnswerPlace; isWholeValue: boolean }[] {
  const places = values.flatMap((value) => side.places(withoutScheme(value)));
  return places
    .filter(
      ({ exchange, lists }) => lists.length === 0 && !exchange.isRead && ticketSuppliers(exchange, side).length > 0,
    )
    .slice(0, 1)
    .map((place) => ({ place, isWholeValue: false }));
}

/** The sign-ins whose answers a call sends a value of. */
export function ticketSuppliers(exchange: Exchange, side: Side): Exchange[] {
  const places = [...exchange.sentTexts].flatMap((text) =>
    isPlainWord(text) ? [] : side.places(text, exchange.index),
  );
  const found = places.filter(({ lists }) => lists.length === 0).map((place) => place.exchange);
  return [...new Set(found)].filter((each) => each.isSuccess && isSignIn(each, side));
}

function signInFor({ values }: HeaderSeen, side: Side) {
  const all = values.flatMap((value) => suppliers(value, side));
  const own = all.filter(({ place }) => place.exchange.call.url.origin === side.origin);
  const found = own.length > 0 ? own : all.length > 0 ? all : exchanged(values, side);
  const last = found.reduce<(typeof found)[number] | undefined>(
    (best, each) => (best === undefined || each.place.exchange.index > best.place.exchange.index ? each : best),
    undefined,
  );
  if (last === undefined) return undefined;
  const { place, isWholeValue } = last;
  const tokenPlace = place.header === undefined ? pointerTo(place.steps) || "/" : `header:${place.header}`;
  return { exchange: place.exchange, tokenPlace, isWholeValue };
}

/** Names of members that hold a credential, the surest first. */
const credentialNames = [
  /pass(word|wd|phrase)?|pwd/i,
  /(^|_)pat$|personal_?access/i,
  /secret|credential/i,
  /token/i,
  /key|pin$/i,
];
const userName = /user|login|e-?mail|name|account|principal/i;
/** Words that protocols of signing in are named by. They are no secret. */
const protocolWord =
  /^(basic|bearer|password|passwd|pat|token|jwt|apikey|api_key|api-key|key|client_credentials|ldap|local|internal|saml|oauth2?|oidc|session|login|user|json|default|azure_?devops|personal_access_token|true|false)$/i;

/** What a member of a sign-in's body is, by its name: the credential was not told to us. */
export type SignInMember = "password" | "user" | "constant" | "unknown";

/** The member that holds the credential, as a JSON pointer; undefined when there is none. */
function credentialPointer(exchange: Exchange): string | undefined {
  const texts = exchange.sentLeaves.filter(
    ({ value, steps }) => typeof value === "string" && value !== "" && !isProtocolWord(value, steps),
  );
  const found = credentialNames.map((pattern) => texts.find(({ steps }) => pattern.test(steps.at(-1) ?? "")));
  const first = found.find((leaf) => leaf !== undefined);
  return first && pointerTo(first.steps);
}

function isProtocolWord(value: unknown, steps: readonly string[]): boolean {
  const isOwnName =
    credentialNames.some((pattern) => pattern.test(steps.at(-1) ?? "")) || userName.test(steps.at(-1) ?? "");
  return (
    typeof value === "string" &&
    protocolWord.test(value) &&
    (!isOwnName || /type|kind|protocol|method|scheme|grant/i.test(steps.at(-1) ?? ""))
  );
}

/** What the member at these steps of a sign-in's body is. */
export function signInMember(
  exchange: Exchange,
  steps: readonly string[],
  value: string | number | boolean,
): SignInMember {
  const pointer = pointerTo(steps);
  if (pointer === credentialPointer(exchange)) return "password";
  if (typeof value !== "string" || isProtocolWord(value, steps)) return "constant";
  const isCredential = credentialNames.some((pattern) => pattern.test(steps.at(-1) ?? ""));
  if (!isCredential && userName.test(steps.at(-1) ?? "")) return "user";
  return value === "" ? "constant" : "unknown";
}

/** Whether a call sends a credential that no earlier answer gave: renewing a session is no sign-in. */
export function isSignIn(exchange: Exchange, side: Side): boolean {
  if (exchange.isRead || exchange.call.method === "DELETE") return false;
  if (side.wizardTexts.some((text) => exchange.sentTexts.has(text))) return false;
  const pointer = credentialPointer(exchange);
  const leaf = exchange.sentLeaves.find(({ steps }) => pointerTo(steps) === pointer);
  if (leaf === undefined) return false;
  const isPassword = credentialNames.slice(0, 3).some((pattern) => pattern.test(leaf.steps.at(-1) ?? ""));
  const isLogin = /auth|log-?in|sign-?in|session|token/i.test(exchange.call.url.pathname);
  const isGiven = side.everyPlace(String(leaf.value)).some((place) => place.exchange.index < exchange.index);
  return (isPassword || isLogin) && !isGiven;
}

/** Everything in a recording that must neither be shown nor kept. */
export function secretsIn(side: Side, { tokens }: SessionSeen): string[] {
  const signIns = side.all.filter((exchange) => isSignIn(exchange, side));
  const credentials = signIns.flatMap((exchange) =>
    exchange.sentLeaves
      .filter(({ steps }) => pointerTo(steps) === credentialPointer(exchange))
      .map(({ value }) => String(value)),
  );
  const answered = signIns.flatMap(({ answer }) =>
    leavesOf(answer).flatMap(({ value }) => (typeof value === "string" && isRandomText(value) ? [value] : [])),
  );
  const cookies = side.exchanges.flatMap((exchange) =>
    (exchange.requestHeader("cookie") ?? "").split(/;\s*/).map((each) => each.split("=").slice(1).join("=")),
  );
  return [...new Set([...tokens, ...credentials, ...answered, ...cookies])].filter((secret) => secret.length >= 8);
}

const ownPath = /(^|\/)(me|self|user|whoami|profile|account|session|myself|current-?user|userinfo|identity)$/i;
const personName = /user|login|name|mail|display|account|first|last|full|^sub$|upn|nick/i;

/** The names and addresses of the person who made the recording. */
export function personIn(side: Side, { tokens }: SessionSeen): Set<string> {
  const documents = [
    ...tokens.map(jwtPayload),
    ...side.exchanges
      .filter((exchange) => isSignIn(exchange, side))
      .flatMap((exchange) => [userPart(exchange), exchange.answer]),
    ...side.exchanges
      .filter(({ call, isRead }) => isRead && ownPath.test(call.url.pathname))
      .map(({ answer }) => answer),
  ];
  const leaves = documents.flatMap((document) => (typeof document === "object" ? plainLeavesOf(document) : []));
  const named = leaves.filter(
    ({ steps, value }) => typeof value === "string" && value.length >= 3 && personName.test(steps.at(-1) ?? ""),
  );
  return new Set(named.map(({ value }) => String(value)));
}

/** What the sign-in's path names the person by: a segment after users, or one that no word of an API looks like. */
function userSegments({ segments }: Exchange): string[] {
  return segments.filter((segment, at) => {
    const isAfterUsers = /^(users?|accounts?|logins?|people|principals?)$/i.test(segments[at - 1] ?? "");
    return (isAfterUsers && at < segments.length - 1) || /^[^.@]{2,}[.@][^.@]{2,}/.test(segment);
  });
}

function userPart(exchange: Exchange): object {
  const users = exchange.sentLeaves.filter(
    ({ steps, value }) => typeof value === "string" && signInMember(exchange, steps, value) === "user",
  );
  const values = [...users.map(({ value }) => value), ...userSegments(exchange)];
  return Object.fromEntries(values.map((value, at) => [`user${at}`, value]));
}
