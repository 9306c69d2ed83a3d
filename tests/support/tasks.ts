import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findTaskFolders } from "../../tools/build/task-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The names of the tasks that run code on an agent, read from the folders of `tasks`. */
export const agentTasks: readonly string[] = findTaskFolders(root)
  .map(({ path }): { name: string; execution: object } => JSON.parse(readFileSync(join(path, "task.json"), "utf8")))
  .filter(({ execution }) => Object.keys(execution).some((handler) => handler.startsWith("Node")))
  .map(({ name }) => name);
