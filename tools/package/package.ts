import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { kilobytes } from "../build/build-tasks.ts";
import { releaseOf } from "../build/release.ts";
import { reportError } from "../command-line.ts";
import { createPackages } from "./create-package.ts";
import { help, readOptions } from "./options.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Entry point of `npm run package`. Exit code: 0 for success, 1 for failure, 2 for wrong usage. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return void process.stdout.write(help);
  const release = releaseOf(root, options);
  for (const { path, sizeBytes } of await createPackages(root, { release, preview: options.preview })) {
    console.log(`${relative(root, path)}: ${kilobytes(sizeBytes)}`);
  }
  if (options.publisher === undefined) console.log(onlyForTrying);
}

const onlyForTrying =
  "For trying only. To publish it, package it with --publisher and the id of your publisher: docs/install.md.";

main().catch(reportError);
