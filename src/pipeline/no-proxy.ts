/**
 * Whether NO_PROXY exempts a URL. NO_PROXY is a list of host names and addresses, separated by commas or blanks. Each
 * entry includes its subdomains and may have a port; `*` means every host. The rules are those of curl.
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

/** Without brackets, the colons of an IPv6 address do not begin a port. */
function split(entry: string): [host: string, port: string | undefined] {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  const host = bracketed ?? plain?.replace(/^\*?\./, "") ?? entry;
  return [host, port];
}
