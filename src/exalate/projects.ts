import { distance } from "fastest-levenshtein";
import { Failure } from "../core/failure.ts";
import { harmless } from "../core/text.ts";

/** A project that can receive synced items. */
export interface Project {
  /** What the node knows it by. */
  readonly key: string;
  readonly name: string;
}

/** How many of a node's projects are compared with a mistyped name, and how much of each, in characters. */
const mostNames = 5_000;
const longestName = 255;

/** How many names an error proposes. */
const proposals = 3;

/** The project of exactly this name or key; else the only one whose name differs in nothing but case. */
export function matchProject(projects: readonly Project[], wanted: string): Project | undefined {
  const exact = projects.find(({ name, key }) => name === wanted || key === wanted);
  const alike = projects.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  return exact ?? (alike.length === 1 ? alike[0] : undefined);
}

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

/** EXA204, naming the closest of the projects that the node has. */
export function unknownProject(host: string, wanted: string, names: readonly string[]): Failure {
  const closest = closestNames(names, wanted).map((name) => `"${harmless(name)}"`);
  return new Failure(
    "EXA204",
    `The node at ${host} knows no project "${harmless(wanted)}".${closest.length > 0 ? ` Closest: ${closest.join(", ")}.` : ""}`,
    'Check the input "project".',
  );
}
