import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { replaceFolder } from "./replace-folder.ts";
import { findTaskFolders, type TaskFolder } from "./task-folder.ts";
import { thirdPartyNotices } from "./third-party-notices.ts";

/** Most bytes that the bundle of one task may have. */
export const bundleBudgetBytes = 300_000;

/** A task folder that was built. */
export interface BuiltTask {
  /** Path below `dist/tasks`, with forward slashes. */
  readonly name: string;
  /** Size of index.js; undefined for a task that runs no code on an agent. */
  readonly bundleBytes: number | undefined;
  /** Files beside index.js that it loads only when asked for, with their sizes. */
  readonly parts: readonly { readonly file: string; readonly sizeBytes: number }[];
}

/**
 * Builds every task of a checkout into `dist/tasks`, each folder as the agent downloads it, and the notices of the
 * bundled packages into `dist/ThirdPartyNotices.txt`. What an earlier build left is replaced as a whole, and left alone
 * where nothing has changed, so that tasks of it may run meanwhile.
 * @throws Error when a bundle cannot be made or is over {@link bundleBudgetBytes}
 */
export async function buildTasks(root: string): Promise<BuiltTask[]> {
  const dist = join(root, "dist");
  await mkdir(dist, { recursive: true });
  const fresh = await mkdtemp(join(dist, "building-"));
  try {
    const results = await Promise.all(findTaskFolders(root).map((task) => buildTask(root, task, join(fresh, "tasks"))));
    const notices = thirdPartyNotices(root, results.flatMap(({ inputs }) => inputs).sort());
    await mkdir(join(fresh, "tasks"), { recursive: true });
    await replaceFolder(join(fresh, "tasks"), join(dist, "tasks"));
    await writeFile(join(dist, "ThirdPartyNotices.txt"), notices);
    return results.map(({ built }) => built);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

interface TaskResult {
  readonly built: BuiltTask;
  readonly inputs: readonly string[];
}

async function buildTask(root: string, task: TaskFolder, folder: string): Promise<TaskResult> {
  const target = join(folder, task.name);
  await mkdir(target, { recursive: true });
  for (const file of ["task.json", "icon.png"]) await copyFile(join(task.path, file), join(target, file));
  if (!(await runsOnNode(task))) return { built: { name: task.name, bundleBytes: undefined, parts: [] }, inputs: [] };
  // The repository's own package.json says "module", which must not reach a bundle that is run in place.
  await writeFile(join(target, "package.json"), '{ "type": "commonjs" }\n');
  return bundleTask(root, task, join(target, "index.js"));
}

async function bundleTask(root: string, task: TaskFolder, outfile: string): Promise<TaskResult> {
  const entry = join(task.path, "index.ts");
  if (!existsSync(entry)) throw new Error(`tasks/${task.name} has a Node handler in task.json, but no index.ts.`);
  const { sizeBytes, inputs, parts } = await bundle({ root, entry, outfile });
  requireWithinBudget(task.name, sizeBytes);
  const built = { name: task.name, bundleBytes: sizeBytes, parts };
  return { built, inputs: [...inputs, ...parts.flatMap((part) => part.inputs)] };
}

/**
 * Refuses a bundle that is too big.
 * @throws Error that names the task, its size and the budget
 */
export function requireWithinBudget(name: string, sizeBytes: number): void {
  if (sizeBytes <= bundleBudgetBytes) return;
  throw new Error(`${name}: index.js has ${kilobytes(sizeBytes)}, over the budget of ${kilobytes(bundleBudgetBytes)}.`);
}

/** A size in kilobytes of 1000 bytes, with one digit after the point: `151.3 kB`. */
export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

async function runsOnNode(task: TaskFolder): Promise<boolean> {
  const manifest: { execution?: object } = JSON.parse(await readFile(join(task.path, "task.json"), "utf8"));
  return Object.keys(manifest.execution ?? {}).some((handler) => handler.startsWith("Node"));
}
