import { Failure } from "../core/failure.ts";
import { holdsUserInfo } from "../core/shown-url.ts";
import { harmless, withoutEnding } from "../core/text.ts";

/**
 * A usable address out of what a person typed: absolute, https (http only for loopback), of a real host, no credentials,
 * query or fragment; without trailing slash. `field` names where it was typed, as in `the input "destinationUrl"`.
 * Raises EXA103 or EXA104, which quote nothing in which a password or token could stand.
 */
export function parseAddress(text: string, field: string): URL {
  const url = parsed(text);
  if (url === undefined) throw unusable(field, `${quoted(text) ?? "what is there"} is not an absolute http(s) URL`);
  if (url.username !== "" || url.password !== "" || holdsUserInfo(url.pathname))
    throw unusable(field, "the URL holds a user name or password");
  if (url.search !== "" || url.hash !== "") throw unusable(field, `${quoted(text) ?? "it"} has a query or fragment`);
  if (url.protocol === "http:" && !isLoopback(url.hostname)) throw insecure(url, field);
  url.pathname = withoutEnding(url.pathname, "/");
  // An address that ends in "?" or "#" alone has an empty one, which would be kept.
  url.search = "";
  url.hash = "";
  return url;
}

function parsed(text: string): URL | undefined {
  try {
    const url = new URL(text);
    const isWeb = /^https?:$/.test(url.protocol) && /^https?:\/\/[^/\\]/i.test(text);
    return isWeb && isHost(url.hostname) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** The longest name that the name service has, in characters. */
const longestHost = 253;

/**
 * Whether the host of a URL is one that can exist: labels of letters, digits and hyphens (RFC 1123; others in punycode),
 * an IPv4 address, or an IPv6 address in brackets. URL parsers take `evil.com;.contoso.com` for a host too.
 */
function isHost(hostname: string): boolean {
  // The parser has checked what stands in brackets.
  if (hostname.startsWith("[")) return true;
  const name = hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
  return name.length <= longestHost && name.split(".").every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label));
}

/**
 * The beginning of a typed address up to where user information, a query, a fragment or anything strange could begin, in
 * quotation marks; undefined when it may begin with a user name or password.
 */
function quoted(text: string): string | undefined {
  if (/@|%40|[^\x20-\x7e]/.test(text)) return undefined;
  const [whole, beginning = "", afterHost] =
    /^((?:[a-z][a-z0-9+.-]{0,19}:\/\/)?[a-z0-9.*-]{1,253}(?:\/[a-z0-9._~/-]{0,100})?)(?::([^/?#]*))?/i.exec(text) ?? [];
  if (whole === undefined || (afterHost !== undefined && !/^\d{1,5}$/.test(afterHost))) return undefined;
  return beginning.length === text.length ? `"${harmless(beginning)}"` : `"${harmless(beginning)}…"`;
}

function unusable(field: string, why: string): Failure {
  return new Failure(
    "EXA103",
    `No usable URL in ${field}: ${why}.`,
    "Give the instance's own link or its Exalate node URL (in its Exalate console: General Settings, Exalate URL), " +
      "such as https://jcloudnode-xxxx-xxxx-xxxx-xxxx.exalate.cloud.",
  );
}

function insecure(url: URL, field: string): Failure {
  return new Failure(
    "EXA104",
    `The URL in ${field} is http, so that credentials would cross the network to ${url.host} in clear.`,
    "Use its https address. Plain http is accepted for a loopback address only.",
  );
}

/** Whether a host is `localhost`, in 127.0.0.0/8, or `[::1]`. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || /^127(\.\d+){3}$/.test(hostname) || hostname === "[::1]";
}

/** An address as text, without trailing slash. */
export function addressText(url: URL): string {
  return withoutEnding(url.href, "/");
}

/** Whether two addresses are one node's: the same scheme, host, port and path, whatever their spelling. */
export function isSameAddress(one: string, other: string): boolean {
  const [a, b] = [comparable(one), comparable(other)];
  return a !== undefined && a === b;
}

/** Whether an address leads to the node at `nodeUrl`: the same host and port, and a path at or below the node's. */
export function isAtNode(address: string, nodeUrl: string): boolean {
  const [inner, outer] = [parsed(address), parsed(nodeUrl)];
  if (!inner || !outer || bareHost(inner) !== bareHost(outer) || portOf(inner) !== portOf(outer)) return false;
  return `${inner.pathname}/`.startsWith(`${withoutEnding(outer.pathname, "/")}/`);
}

function comparable(text: string): string | undefined {
  const url = parsed(text.trim());
  return url && `${url.protocol}//${bareHost(url)}:${portOf(url)}${withoutEnding(url.pathname, "/")}`;
}

function bareHost(url: URL): string {
  return withoutEnding(url.hostname, ".");
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "http:" ? "80" : "443");
}

/** What an admin allows as destinations: undefined means anything. */
export interface AllowedDestinations {
  /** The list as an error may quote it. */
  readonly text: string;
  /** Whether a private connection, which has no URL, is among them. */
  readonly allowsPrivate: boolean;
  /** Whether the address is among them. */
  allows(url: URL): boolean;
}

/**
 * Reads the service connection's list: host patterns separated by commas, semicolons or white space. `*.exalate.cloud`
 * allows every host below `exalate.cloud`, not `exalate.cloud` itself; any other pattern is one host. Without `:port`
 * a pattern allows the scheme's own port alone. The word `private` allows private connections. Undefined when empty.
 * Raises EXA113 for a pattern that is none, and for a list that has nothing but separators.
 */
export function parseAllowedDestinations(text: string): AllowedDestinations | undefined {
  if (text.trim() === "") return undefined;
  const entries = text.split(/[\s,;]+/).filter((entry) => entry !== "");
  if (entries.length === 0) throw badList("hold nothing but separators");
  const patterns = entries.flatMap((entry, index) => (isPrivateWord(entry) ? [] : [parsePattern(entry, index + 1)]));
  return {
    text: entries.map(harmless).join(", "),
    allowsPrivate: entries.some(isPrivateWord),
    allows: (url) => patterns.some((pattern) => matches(pattern, url)),
  };
}

function isPrivateWord(entry: string): boolean {
  return entry.toLowerCase() === "private";
}

interface HostPattern {
  readonly below: boolean;
  readonly host: string;
  readonly port: string;
}

/** A host, and what stands around it; what it is made of is the URL parser's to say. */
const patternForm = /^(\*\.)?(\[[0-9a-f:.]{2,45}\]|[^\s*/\\@?#%:[\]]{1,253})(:\d{1,5})?$/i;

function parsePattern(entry: string, number: number): HostPattern {
  const [, below, host = "", port = ""] = patternForm.exec(entry) ?? [];
  const url = host === "" ? undefined : parsed(`https://${host}${port}`);
  if (url === undefined || (below !== undefined && !hasLabels(url.hostname)))
    throw badList(`hold ${quoted(entry) ?? `something as entry ${number}`}, which is not a host pattern`);
  return { below: below !== undefined, host: bareHost(url), port: port.slice(1) };
}

/** Below an IP address there is nothing. */
function hasLabels(hostname: string): boolean {
  return !hostname.startsWith("[") && /[a-z]/.test(hostname);
}

function badList(what: string): Failure {
  return new Failure(
    "EXA113",
    `The service connection's "Allowed destinations" ${what}.`,
    "Write host names such as jira.contoso.com, or *.exalate.cloud for every host below it, separated by commas; " +
      "add :port where it is not the usual one.",
  );
}

function matches(pattern: HostPattern, url: URL): boolean {
  const host = bareHost(url);
  const isHost = pattern.below
    ? host.endsWith(`.${pattern.host}`) && host !== `.${pattern.host}`
    : host === pattern.host;
  return isHost && (pattern.port === "" ? url.port === "" : pattern.port === portOf(url));
}
