import { Failure } from "../core/failure.ts";
import { holdsUserInfo } from "../core/shown-url.ts";
import { harmless, withoutEnding } from "../core/text.ts";

/**
 * Reads an address that a person typed: an absolute https URL (http only for loopback) with a valid host and without
 * credentials, query and fragment. The result has no trailing slash. `field` says where the address was typed, as in
 * `the input "destinationUrl"`. Raises EXA103 or EXA104, which never quote a part that could hold a password or token.
 */
export function parseAddress(text: string, field: string): URL {
  const url = parsed(text);
  if (url === undefined) throw unusable(field, `${quoted(text) ?? "the text"} is not an absolute http(s) URL`);
  if (url.username !== "" || url.password !== "" || holdsUserInfo(url.pathname))
    throw unusable(field, "the URL contains a user name or password");
  if (url.search !== "" || url.hash !== "") throw unusable(field, `${quoted(text) ?? "it"} has a query or fragment`);
  if (url.protocol === "http:" && !isLoopback(url.hostname)) throw insecure(url, field);
  url.pathname = withoutEnding(url.pathname, "/");
  // Assigning "" also removes a lone "?" or "#" at the end, for which `search` and `hash` are already empty.
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

/** The longest host name that DNS allows, in characters. */
const longestHost = 253;

/**
 * Whether the host of a URL can exist: labels of letters, digits and hyphens (RFC 1123; other characters in punycode),
 * an IPv4 address, or an IPv6 address in brackets. URL parsers also accept `evil.com;.contoso.com` as a host.
 */
function isHost(hostname: string): boolean {
  // The parser has already checked an address in brackets.
  if (hostname.startsWith("[")) return true;
  const name = hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
  return name.length <= longestHost && name.split(".").every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label));
}

/**
 * The start of a typed address in quotation marks. It ends before any user information, query, fragment or unusual
 * character. Undefined when the address could begin with a user name or password.
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
    "Give the URL of the Exalate node (in its Exalate console: General Settings, Exalate URL), " +
      "such as https://jcloudnode-xxxx-xxxx-xxxx-xxxx.exalate.cloud.",
  );
}

function insecure(url: URL, field: string): Failure {
  return new Failure(
    "EXA104",
    `The URL in ${field} uses http, which would send credentials to ${url.host} unencrypted.`,
    "Use its https address. Only a loopback address can use http.",
  );
}

/** Whether a host is `localhost`, in 127.0.0.0/8, or `[::1]`. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || /^127(\.\d+){3}$/.test(hostname) || hostname === "[::1]";
}

/** An address as text, without a trailing slash. */
export function addressText(url: URL): string {
  return withoutEnding(url.href, "/");
}

/**
 * Whether two addresses lead to the same node: scheme, host, port and path are equal, although the spelling can differ.
 */
export function isSameAddress(one: string, other: string): boolean {
  const [a, b] = [comparable(one), comparable(other)];
  return a !== undefined && a === b;
}

/** Whether an address belongs to the node at `nodeUrl`: same host and port, and the node's path or one below it. */
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

/** The destinations that an admin allows. */
export interface AllowedDestinations {
  /** The list, safe to quote in an error. */
  readonly text: string;
  /** Whether private connections, which have no URL, are allowed. */
  readonly allowsPrivate: boolean;
  /** Whether the address is allowed. */
  allows(url: URL): boolean;
}

/**
 * Reads the service connection's list of host patterns, separated by commas, semicolons or white space.
 * `*.exalate.cloud` allows every host below `exalate.cloud`, but not `exalate.cloud` itself; any other pattern is one
 * host. A pattern without `:port` allows only the default port of the scheme. The word `private` allows private
 * connections. Undefined for an empty text, which allows every destination. Raises EXA113 for an invalid pattern and
 * for a list of separators only.
 */
export function parseAllowedDestinations(text: string): AllowedDestinations | undefined {
  if (text.trim() === "") return undefined;
  const entries = text.split(/[\s,;]+/).filter((entry) => entry !== "");
  if (entries.length === 0) throw badList("contain only separators");
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
  /** Whether the pattern began with `*.` and so means the hosts below `host`. */
  readonly isWildcard: boolean;
  readonly host: string;
  readonly port: string;
}

/** An optional `*.`, a host and an optional port. The URL parser checks the host. */
const patternForm = /^(\*\.)?(\[[0-9a-f:.]{2,45}\]|[^\s*/\\@?#%:[\]]{1,253})(:\d{1,5})?$/i;

function parsePattern(entry: string, number: number): HostPattern {
  const [, wildcard, host = "", port = ""] = patternForm.exec(entry) ?? [];
  const url = host === "" ? undefined : parsed(`https://${host}${port}`);
  if (url === undefined || (wildcard !== undefined && !hasLabels(url.hostname)))
    throw badList(`contain ${quoted(entry) ?? `entry ${number}`}, which is not a host pattern`);
  return { isWildcard: wildcard !== undefined, host: bareHost(url), port: port.slice(1) };
}

/** Whether a host has subdomains: an IP address has none. */
function hasLabels(hostname: string): boolean {
  return !hostname.startsWith("[") && /[a-z]/.test(hostname);
}

function badList(what: string): Failure {
  return new Failure(
    "EXA113",
    `The service connection's "Allowed destinations" ${what}.`,
    "Write host names such as jira.contoso.com, or *.exalate.cloud for every host below it, separated by commas; " +
      "add :port if it is not the default port.",
  );
}

function matches(pattern: HostPattern, url: URL): boolean {
  const host = bareHost(url);
  const isHost = pattern.isWildcard
    ? host.endsWith(`.${pattern.host}`) && host !== `.${pattern.host}`
    : host === pattern.host;
  return isHost && (pattern.port === "" ? url.port === "" : pattern.port === portOf(url));
}
