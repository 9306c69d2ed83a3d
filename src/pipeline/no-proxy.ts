/**
 * Whether NO_PROXY exempts a URL: a list, by commas or blanks, of host names and addresses, each with its subdomains
 * and optionally a port; `*` is every host. As curl reads it.
 */
export function isExempt(noProxy: string, url: URL): boolean {
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => entry === "*" || names(entry.toLowerCase(), url));
}

function names(entry: string, { hostname, port, protocol }: URL): boolean {
  const [host, ownPort] = split(entry);
  const actualPort = port || (protocol === "https:" ? "443" : "80");
  if (ownPort !== undefined && ownPort !== actualPort) return false;
  const name = hostname.replace(/^\[|\]$/g, "");
  return name === host || (host !== "" && name.endsWith(`.${host}`));
}

/** Without brackets, the colons of an IPv6 address are no port. */
function split(entry: string): [host: string, port: string | undefined] {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  const host = bracketed ?? plain?.replace(/^\*?\./, "") ?? entry;
  return [host, port];
}
