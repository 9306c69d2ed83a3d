import { harmless, withoutTokens } from "./text.ts";

/** The last part of a path, with a short ending such as `.age`. */
const fileName = /[^\\/]*\.[a-z]{1,5}$/i;

/** A path as it may be quoted. What a person gave as a path may be a code: a last part without an ending is checked. */
export function shownPath(path: string): string {
  if (fileName.test(path)) return harmless(path);
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1;
  return harmless(path.slice(0, at) + withoutTokens(path.slice(at)));
}
