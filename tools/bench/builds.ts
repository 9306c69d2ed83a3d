import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** A build of the tasks to measure. */
export interface Build {
  /** `this` for the build of this checkout, `other` for one beside it. */
  readonly name: "this" | "other";
  /** Its `dist/tasks`. */
  readonly folder: string;
}

/** The folder of the first major version of a task in a build. */
export function taskFolder({ folder }: Build, task: string): string {
  return join(folder, task, `${task}V1`);
}

/** The built file of a task that the agent runs. */
export function taskFile(build: Build, task: string): string {
  return join(taskFolder(build, task), "index.js");
}

/** Whether a folder is a build of the tasks. */
export function isBuild(folder: string): boolean {
  return existsSync(taskFile({ name: "other", folder }, "ExalateInitiate"));
}

/** The extension package next to the tasks of a build; undefined when there is none. */
export function packageFile({ folder }: Build): string | undefined {
  const dist = dirname(folder);
  const file = readdirSync(dist).find((name) => name.endsWith(".vsix"));
  return file === undefined ? undefined : join(dist, file);
}

/** Whether a build has a package that was made after its tasks. A build replaces the tasks only when they change. */
export function hasCurrentPackage(build: Build): boolean {
  const file = packageFile(build);
  if (file === undefined) return false;
  const tasks = readdirSync(build.folder, { recursive: true, encoding: "utf8" }).map((name) =>
    join(build.folder, name),
  );
  return tasks.every((path) => statSync(path).mtimeMs <= statSync(file).mtimeMs);
}
