import { distance } from "fastest-levenshtein";

/** How many of a node's projects are compared with a mistyped name, and how much of each, in characters. */
const mostNames = 5_000;
const longestName = 255;

/** How many names an error proposes. */
const proposals = 3;

/** The names nearest to a mistyped one, nearest first. */
export function closestNames(names: readonly string[], wanted: string): string[] {
  const typed = wanted.slice(0, longestName).toLowerCase();
  const farness = (name: string) => distance(name.slice(0, longestName).toLowerCase(), typed);
  const compared = [...new Set(names.slice(0, mostNames))].map((name) => ({ name, far: farness(name) }));
  return compared
    .sort((a, b) => a.far - b.far)
    .slice(0, proposals)
    .map(({ name }) => name);
}
