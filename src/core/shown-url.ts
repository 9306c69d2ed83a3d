import { withoutEnding } from "./text.ts";

/**
 * An address as it may be shown: scheme, host, port and path. User information, query and fragment are left out, because
 * they can contain passwords and tokens. `base` resolves a relative address. Undefined for anything that is not an
 * http(s) address, and for a path with user information, in which a password could be anywhere. The result is not
 * redacted yet.
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

/** Whether a path contains user information: a URL parser reads it as part of the path when a slash is missing or misplaced. */
export function holdsUserInfo(pathname: string): boolean {
  return /@|%40/.test(pathname);
}
