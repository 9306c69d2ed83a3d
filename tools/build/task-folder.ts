import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The source folder of one major version of a task. */
export interface TaskFolder {
  /** Path relative to `tasks`, with forward slashes: `ExalateInitiate/ExalateInitiateV1`. */
  readonly name: string;
  /** Absolute path of the folder with task.json. */
  readonly path: string;
}

/** The task folders `tasks/<Task>/<Task>V<n>` of a checkout that contain a task.json, sorted by name. */
export function findTaskFolders(root: string): TaskFolder[] {
  const tasks = join(root, "tasks");
  return subfolders(tasks)
    .flatMap((task) => subfolders(join(tasks, task)).map((version) => `${task}/${version}`))
    .filter((name) => /^([A-Za-z0-9-]+)\/\1V\d+$/.test(name))
    .map((name) => ({ name, path: join(tasks, name) }))
    .filter(({ path }) => existsSync(join(path, "task.json")));
}

function subfolders(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
