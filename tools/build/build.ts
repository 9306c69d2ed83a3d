import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { reportError } from "../command-line.ts";
import { type BuiltTask, buildTasks, kilobytes } from "./build-tasks.ts";
import { asksForHelp, help } from "./options.ts";
import { buildPartnerPage } from "./partner-page.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Entry point of `npm run build`. Exit code: 0 for success, 1 for failure, 2 for wrong usage. */
async function main(): Promise<void> {
  if (asksForHelp(process.argv.slice(2))) return void process.stdout.write(help);
  for (const task of await buildTasks(root)) console.log(describe(task));
  const page = await buildPartnerPage(root);
  console.log(`${relative(root, page.path)}: ${kilobytes(page.sizeBytes)}`);
}

function describe({ name, bundleBytes, parts }: BuiltTask): string {
  if (bundleBytes === undefined) return `dist/tasks/${name}: no code`;
  const files = [{ file: "index.js", sizeBytes: bundleBytes }, ...parts];
  return `dist/tasks/${name}: ${files.map(({ file, sizeBytes }) => `${file} ${kilobytes(sizeBytes)}`).join(", ")}`;
}

main().catch(reportError);
