/** How much of a text is read, in characters. */
const longest = 400;

/** The words of a name, a path or a sentence, in lower case and singular: `/inviteCodes` has `invite` and `code`. */
export function wordsOf(text: string): string[] {
  const spaced = text.slice(0, longest).replace(/([a-z0-9])([A-Z])/g, "$1 $2");
  const words = spaced.toLowerCase().split(/[^a-z0-9]+/);
  return words.filter((word) => word !== "").map((word) => (word.length > 3 ? word.replace(/([^s])s$/, "$1") : word));
}

/** A name in lower case, without punctuation. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
