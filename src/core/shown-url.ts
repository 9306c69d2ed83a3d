import { withoutEnding } from "./text.ts";

/**
 * An address from elsewhere as a text may show it: scheme, host, port and path. User information, query and fragment,
 * where passwords and tokens stand, are left out. `base` is what a relative one is relative to. Undefined for anything
 * that is no http(s) address, or has user information in its path, since nobody can say where in it a password would be.
 * Not yet redacted or harmless.
 */
export function shownUrl(text: string, base?: string): string | undefined {
  try {
    const { protocol, host, pathname } = new URL(text, base);
    const isSure = /^https?:$/.test(protocol) && !holdsUserInfo(pathname);
    return isSure ? `${protocol}//${host}${withoutEnding(pathname, "/")}` : undefined;
  } catch {
    return undefined;
  }
}

/** With slashes too few or too early, user information is a part of the path for a URL parser. */
export function holdsUserInfo(pathname: string): boolean {
  return /@|%40/.test(pathname);
}
