import { Failure } from "../core/failure.ts";
import { harmless } from "../core/text.ts";

/**
 * A usable address out of what a person typed: absolute, https (http only for loopback), no credentials, query or
 * fragment; without trailing slash. `field` names where it was typed, as in `the input "destinationUrl"`.
 * Raises EXA103 or EXA104.
 */
export function parseAddress(text: string, field: string): URL {
  const url = parsed(text);
  if (url === undefined) throw unusable(field, `"${harmless(text)}" is not an absolute http(s) URL`);
  if (url.username !== "" || url.password !== "") throw unusable(field, "the URL holds a user name or password");
  if (url.search !== "" || url.hash !== "") throw unusable(field, `"${harmless(text)}" has a query or fragment`);
  if (url.protocol === "http:" && !isLoopback(url.hostname)) throw insecure(url, field);
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url;
}

function parsed(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) && /^https?:\/\/[^/\\]/i.test(text) ? url : undefined;
  } catch {
    return undefined;
  }
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
  return url.href.replace(/\/+$/, "");
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
  return `${inner.pathname}/`.startsWith(`${outer.pathname.replace(/\/+$/, "")}/`);
}

function comparable(text: string): string | undefined {
  const url = parsed(text.trim());
  return url && `${url.protocol}//${bareHost(url)}:${portOf(url)}${url.pathname.replace(/\/+$/, "")}`;
}

function bareHost(url: URL): string {
  return url.hostname.replace(/\.+$/, "");
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
 * Raises EXA113 for a pattern that is none.
 */
export function parseAllowedDestinations(text: string): AllowedDestinations | undefined {
  const entries = text.split(/[\s,;]+/).filter((entry) => entry !== "");
  if (entries.length === 0) return undefined;
  const patterns = entries.filter((entry) => !isPrivateWord(entry)).map(parsePattern);
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

function parsePattern(entry: string): HostPattern {
  const below = entry.startsWith("*.");
  const authority = below ? entry.slice(2) : entry;
  const url = /^[^*/\\@?#%]+$/.test(authority) ? parsed(`https://${authority}`) : undefined;
  if (url === undefined || (below && !/[a-z]/i.test(url.hostname))) throw badPattern(entry);
  return { below, host: bareHost(url), port: /:(\d+)$/.exec(authority)?.[1] ?? "" };
}

function badPattern(entry: string): Failure {
  return new Failure(
    "EXA113",
    `The service connection's "Allowed destinations" hold "${harmless(entry)}", which is not a host pattern.`,
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
