import { withoutEnding } from "../core/text.ts";

/** Whether two texts are the same URL, apart from a slash at the end. */
export function isSameUrl(one: unknown, other: string): boolean {
  return typeof one === "string" && withoutEnding(one, "/") === withoutEnding(other, "/");
}
