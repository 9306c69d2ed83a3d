import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuiltTask, buildTasks, kilobytes } from "./build-tasks.ts";
import { buildPartnerPage } from "./partner-page.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

try {
  for (const task of await buildTasks(root)) console.log(describe(task));
  const page = await buildPartnerPage(root);
  console.log(`${relative(root, page.path)}: ${kilobytes(page.sizeBytes)}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function describe({ name, bundleBytes, parts }: BuiltTask): string {
  if (bundleBytes === undefined) return `dist/tasks/${name}: no code`;
  const files = [{ file: "index.js", sizeBytes: bundleBytes }, ...parts];
  return `dist/tasks/${name}: ${files.map(({ file, sizeBytes }) => `${file} ${kilobytes(sizeBytes)}`).join(", ")}`;
}
