import { withoutEnding } from "./text.ts";

/**
 * An address from elsewhere as a text may show it: scheme, host, port and path. User information, query and fragment,
 * where passwords and tokens stand, are left out. `base` is what a relative one is relative to. Undefined for anything
 * that is no http(s) address, since nobody can say where in it a password would be. Not yet redacted or harmless.
 */
export function shownUrl(text: string, base?: string): string | undefined {
  try {
    const { protocol, host, pathname } = new URL(text, base);
    return /^https?:$/.test(protocol) ? `${protocol}//${host}${withoutEnding(pathname, "/")}` : undefined;
  } catch {
    return undefined;
  }
}
