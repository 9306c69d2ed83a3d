import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TaskDefinition } from "../local-agent/task-definition.ts";

/** A build of the tasks to measure. */
export interface Build {
  /** `this` for the build of this checkout, `other` for one beside it. */
  readonly name: "this" | "other";
  /** Its `dist/tasks`. */
  readonly source: string;
  /** A copy of it, as an agent downloads the tasks: what runs leave in it does no harm to the build. */
  readonly folder: string;
}

/** Copies a build into a folder that does not exist. @throws Error from the file system */
export function copyBuild(name: Build["name"], source: string, folder: string): Build {
  cpSync(source, folder, { recursive: true });
  return { name, source, folder };
}

/** The folder of the first major version of a task in a build. */
export function taskFolder({ folder }: Pick<Build, "folder">, task: string): string {
  return join(folder, task, `${task}V1`);
}

/**
 * The file of a task that an agent runs with a Node of this major version, or that of its first handler when it names no
 * such Node; undefined when it runs no code.
 */
export function entryFile(build: Build, task: string, major: number): string | undefined {
  const folder = taskFolder(build, task);
  const { execution = {} }: TaskDefinition = JSON.parse(readFileSync(join(folder, "task.json"), "utf8"));
  const handlers = Object.entries(execution);
  const [, handler] = handlers.find(([name]) => name.split("_")[0] === `Node${major}`) ?? handlers[0] ?? [];
  return handler && join(folder, handler.target);
}

/** Whether a folder is a build of the tasks. */
export function isBuild(folder: string): boolean {
  return existsSync(join(taskFolder({ folder }, "ExalateInitiate"), "task.json"));
}

/** The extension package next to the tasks of a build; undefined when there is none. */
export function packageFile({ source }: Pick<Build, "source">): string | undefined {
  const dist = dirname(source);
  const file = readdirSync(dist).find((name) => name.endsWith(".vsix"));
  return file === undefined ? undefined : join(dist, file);
}

/** Whether a `dist/tasks` has a package that was made after it. Building replaces the tasks only when they change. */
export function hasCurrentPackage(source: string): boolean {
  const file = packageFile({ source });
  if (file === undefined) return false;
  const tasks = readdirSync(source, { recursive: true, encoding: "utf8" }).map((name) => join(source, name));
  return tasks.every((path) => statSync(path).mtimeMs <= statSync(file).mtimeMs);
}
