import { distance } from "fastest-levenshtein";

/** How many projects of a node are compared with a mistyped name, and how many characters of each. */
const mostNames = 5_000;
const longestName = 255;

/** How many names an error suggests. */
const mostSuggestions = 3;

/** The names closest to a mistyped one, closest first. */
export function closestNames(names: readonly string[], wanted: string): string[] {
  const typed = wanted.slice(0, longestName).toLowerCase();
  const compared = [...new Set(names.slice(0, mostNames))].map((name) => ({
    name,
    edits: distance(name.slice(0, longestName).toLowerCase(), typed),
  }));
  return compared
    .sort((a, b) => a.edits - b.edits)
    .slice(0, mostSuggestions)
    .map(({ name }) => name);
}
