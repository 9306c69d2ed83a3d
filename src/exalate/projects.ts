import { Failure } from "../core/failure.ts";
import { harmless } from "../core/text.ts";

/** A project that can receive synced items. */
export interface Project {
  /** What the node knows it by. */
  readonly key: string;
  readonly name: string;
}

/** The project of exactly this name or key; else the only one whose name differs in nothing but case. */
export function matchProject(projects: readonly Project[], wanted: string): Project | undefined {
  const exact = projects.find(({ name, key }) => name === wanted || key === wanted);
  const alike = projects.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  return exact ?? (alike.length === 1 ? alike[0] : undefined);
}

/** EXA204, naming the closest of the projects that the node has. */
export async function unknownProject(host: string, wanted: string, names: readonly string[]): Promise<Failure> {
  const { closestNames } = await import("./closest-names.ts");
  const closest = closestNames(names, wanted).map((name) => `"${harmless(name)}"`);
  return new Failure(
    "EXA204",
    `The node at ${host} knows no project "${harmless(wanted)}".${closest.length > 0 ? ` Closest: ${closest.join(", ")}.` : ""}`,
    'Check the input "project".',
  );
}
