/** More of a text is not looked at, in characters. */
const longest = 400;

/**
 * The words of a name, a path or a sentence, in small letters and in the singular: `/relations/{id}/inviteCodes` and
 * `relation id invite code` have the same.
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

/** A name in small letters without signs. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
