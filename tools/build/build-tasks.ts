import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.ts";
import { jsonText } from "./json-file.ts";
import { type Release, releaseOf } from "./release.ts";
import { replaceFolder } from "./replace-folder.ts";
import { stampedTask, type TaskManifest } from "./stamped-manifests.ts";
import { findTaskFolders, type TaskFolder } from "./task-folder.ts";
import { thirdPartyNotices } from "./third-party-notices.ts";

/** The file that the agent starts. It runs index.js, with its compiled form where an earlier run has kept one. */
export const startFile = "start.js";

/** The files of a task that every run against a node with https loads. */
export const filesOfEveryRun: readonly string[] = [startFile, "index.js"];

/** Largest allowed size of {@link filesOfEveryRun} together, for each task. */
export const everyRunBudgetBytes = 250_000;

/** A task folder that was built. */
export interface BuiltTask {
  /** Path relative to `dist/tasks`, with forward slashes. */
  readonly name: string;
  /** Size of index.js; undefined for a task that runs no code on an agent. */
  readonly bundleBytes: number | undefined;
  /** Files next to index.js, with their sizes: the one that the agent starts, and those that are loaded only on demand. */
  readonly parts: readonly { readonly file: string; readonly sizeBytes: number }[];
}

/**
 * Builds every task of a checkout to `dist/tasks`, each folder as the agent downloads it, and writes the notices of the
 * bundled packages to `dist/ThirdPartyNotices.txt`. Replaces the result of an earlier build as a whole, but only when
 * something has changed, so that its tasks can run during the build.
 * @throws Error when a bundle cannot be built, or what every run loads is larger than {@link everyRunBudgetBytes}
 */
export async function buildTasks(root: string, release: Release = releaseOf(root)): Promise<BuiltTask[]> {
  const dist = join(root, "dist");
  await mkdir(dist, { recursive: true });
  const fresh = await mkdtemp(join(dist, "building-"));
  try {
    const results = await Promise.all(
      findTaskFolders(root).map((task) => buildTask({ root, release }, task, join(fresh, "tasks"))),
    );
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

/** A checkout, and what its tasks are built for. */
interface Source {
  readonly root: string;
  readonly release: Release;
}

async function buildTask(source: Source, task: TaskFolder, folder: string): Promise<TaskResult> {
  const target = join(folder, task.name);
  await mkdir(target, { recursive: true });
  await copyFile(join(task.path, "icon.png"), join(target, "icon.png"));
  const manifest = await manifestOf(task);
  await writeFile(join(target, "task.json"), jsonText(stampedTask(manifest, task.name, source.release)));
  if (!runsOnNode(manifest)) return { built: { name: task.name, bundleBytes: undefined, parts: [] }, inputs: [] };
  // The repository's package.json says "module", which would otherwise apply to the bundle when it runs in dist.
  await writeFile(join(target, "package.json"), '{ "type": "commonjs" }\n');
  return bundleTask(source, task, join(target, "index.js"));
}

const startEntry = fileURLToPath(new URL("../../src/pipeline/start.ts", import.meta.url));

async function bundleTask({ root, release }: Source, task: TaskFolder, outfile: string): Promise<TaskResult> {
  const { documentation } = release;
  const entry = join(task.path, "index.ts");
  if (!existsSync(entry)) throw new Error(`tasks/${task.name} has a Node handler in task.json, but no index.ts.`);
  const start = await bundle({ root, documentation, entry: startEntry, outfile: join(dirname(outfile), startFile) });
  const { sizeBytes, inputs, parts: onDemand } = await bundle({ root, documentation, entry, outfile });
  const parts = [{ ...start, file: startFile }, ...onDemand];
  requireWithinBudget(task.name, [{ file: basename(outfile), sizeBytes }, ...parts]);
  const built = { name: task.name, bundleBytes: sizeBytes, parts };
  return { built, inputs: [...inputs, ...parts.flatMap((part) => part.inputs)] };
}

/**
 * Checks the size of what every run of a task loads, from the task's files.
 * @throws Error with the task, the size and the budget when it is too large
 */
export function requireWithinBudget(
  name: string,
  files: readonly { readonly file: string; readonly sizeBytes: number }[],
): void {
  const loaded = files.filter(({ file }) => filesOfEveryRun.includes(file));
  const bytes = loaded.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (bytes <= everyRunBudgetBytes) return;
  const names = loaded.map(({ file }) => file).join(" and ");
  throw new Error(`${name}: ${names} have ${kilobytes(bytes)}, over the budget of ${kilobytes(everyRunBudgetBytes)}.`);
}

/** Formats a size in kilobytes of 1000 bytes with one decimal: `151.3 kB`. */
export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

interface SourceManifest extends TaskManifest {
  readonly execution?: object;
}

async function manifestOf(task: TaskFolder): Promise<SourceManifest> {
  return JSON.parse(await readFile(join(task.path, "task.json"), "utf8"));
}

function runsOnNode({ execution = {} }: SourceManifest): boolean {
  return Object.keys(execution).some((handler) => handler.startsWith("Node"));
}
