import { harmless, withoutTokens } from "./text.ts";

/** A short ending of a file name, such as `.age`. */
const ending = /\.[a-z]{1,5}$/i;

/** A path as it may be quoted. What a person gave as a path may be a code: a last part without an ending is checked. */
export function shownPath(path: string): string {
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1;
  const last = path.slice(at);
  return harmless(path.slice(0, at) + (ending.test(last) ? last : withoutTokens(last)));
}
