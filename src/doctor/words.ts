/** How much of a text is read, in characters. */
const longest = 400;

/**
 * The words of a name, path or sentence, in lower case and singular: `/relations/{id}/inviteCodes` and
 * `relation id invite code` have the same words.
 */
export function wordsOf(text: string): string[] {
  const spaced = text
    .slice(0, longest)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return spaced
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .map(singular);
}

function singular(word: string): string {
  if (word.length < 4 || /(ss|us|is|as)$/.test(word)) return word;
  return word.endsWith("ies") ? `${word.slice(0, -3)}y` : word.replace(/s$/, "");
}

/** A name in lower case, without punctuation. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
