import { Failure } from "../core/failure.ts";
import { harmless } from "../core/text.ts";

/** A project that can receive synced items. */
export interface Project {
  /** The node's key for the project. */
  readonly key: string;
  readonly name: string;
  /** Another identifier, where the API overrides name one. */
  readonly id?: string;
}

/** What a call can send of a project. */
export interface ProjectValues {
  /** What identifies it for the node. */
  readonly project: string;
  readonly projectName?: string;
  readonly projectId?: string;
}

/** What to send of a project; only the text that was `wanted` when the node does not say more. */
export function projectValues(project: Project | undefined, wanted: string): ProjectValues {
  if (project === undefined) return { project: wanted };
  const { key, name, id } = project;
  return { project: key, projectName: name, ...(id === undefined ? {} : { projectId: id }) };
}

/** The project with exactly this name or key; else the only one whose name differs just in case. */
export function matchProject(projects: readonly Project[], wanted: string): Project | undefined {
  const exact = projects.find(({ name, key }) => name === wanted || key === wanted);
  const alike = projects.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  return exact ?? (alike.length === 1 ? alike[0] : undefined);
}

/** EXA204, with the closest names of the node's projects. */
export async function unknownProject(host: string, wanted: string, names: readonly string[]): Promise<Failure> {
  const { closestNames } = await import("./closest-names.ts");
  const closest = closestNames(names, wanted).map((name) => `"${harmless(name)}"`);
  return new Failure(
    "EXA204",
    `The node at ${host} knows no project "${harmless(wanted)}".${closest.length > 0 ? ` Closest: ${closest.join(", ")}.` : ""}`,
    'Check the input "project".',
  );
}
