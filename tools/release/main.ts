import { fileURLToPath } from "node:url";
import { releaseOf } from "../build/release.ts";
import { exitCodes, reportError } from "../command-line.ts";
import { checkRelease } from "./check-release.ts";
import { releaseBuild } from "./make-packages.ts";
import { help, readOptions } from "./options.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Entry point of `npm run release:check`. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return void process.stdout.write(help);
  const build = releaseBuild(root, releaseOf(root, options));
  process.exitCode =
    exitCodes[await checkRelease(root, options, build, { print: console.log, environment: process.env })];
}

main().catch(reportError);
