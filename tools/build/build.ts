import { fileURLToPath } from "node:url";
import { type BuiltTask, buildTasks, kilobytes } from "./build-tasks.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

try {
  for (const task of await buildTasks(root)) console.log(describe(task));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function describe({ name, bundleBytes }: BuiltTask): string {
  return `dist/tasks/${name}: ${bundleBytes === undefined ? "no code" : `index.js ${kilobytes(bundleBytes)}`}`;
}
