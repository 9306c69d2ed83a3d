import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PipelineError } from "../local-agent/agent.ts";
import { readTaskDefinition, type TaskDefinition } from "../local-agent/task-definition.ts";

/** A built task that a step can use. */
export interface KnownTask {
  readonly folder: string;
  readonly definition: TaskDefinition;
}

/** The reason why a step cannot use an existing task. */
export interface UnusableTask {
  readonly refusal: string;
}

/** Built tasks by `name@major` in lower case. */
export type TaskCatalog = ReadonlyMap<string, KnownTask | UnusableTask>;

/** The folders of the tasks that run `script:`, `bash:` and `checkout:`, and of the task DownloadSecureFile@1. */
export const inBoxFolders = {
  script: inBox("CmdLine"),
  bash: inBox("Bash"),
  checkout: inBox("Checkout"),
  secureFile: inBox("DownloadSecureFile"),
} as const;

function inBox(task: string): string {
  return fileURLToPath(new URL(`in-box/${task}`, import.meta.url));
}

const versionFolder = /^(?<name>.+)V(?<major>\d+)$/;

/**
 * Lists the tasks of a folder laid out as `<Task>/<Task>V<major>`.
 * @throws Error when the folder is missing or a task.json is unreadable.
 */
export async function loadTasks(tasksFolder: string): Promise<TaskCatalog> {
  if (!existsSync(tasksFolder)) throw new Error(`There are no built tasks at ${tasksFolder}: build them first.`);
  const catalog = new Map<string, KnownTask | UnusableTask>();
  catalog.set("downloadsecurefile@1", await loadTask(inBoxFolders.secureFile));
  for (const task of foldersIn(tasksFolder)) {
    for (const version of foldersIn(join(tasksFolder, task))) {
      const { name, major } = versionFolder.exec(version)?.groups ?? {};
      if (name === undefined || major === undefined) continue;
      catalog.set(`${name}@${major}`.toLowerCase(), await loadTask(join(tasksFolder, task, version)));
    }
  }
  return catalog;
}

async function loadTask(folder: string): Promise<KnownTask | UnusableTask> {
  try {
    return { folder, definition: await readTaskDefinition(folder) };
  } catch (error) {
    if (error instanceof PipelineError) return { refusal: error.message };
    throw error;
  }
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
