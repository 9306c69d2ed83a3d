import { fileURLToPath } from "node:url";
import { releaseOf } from "../build/release.ts";
import { reportError } from "../command-line.ts";
import { checkRelease } from "./check-release.ts";
import { releaseBuild } from "./make-packages.ts";
import { help, readOptions } from "./options.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const exitCodes = { holds: 0, "does not hold": 1, "cannot be told": 2 } as const;

/** Entry point of `npm run release:check`. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return void process.stdout.write(help);
  const build = releaseBuild(root, releaseOf(root, options));
  process.exitCode =
    exitCodes[await checkRelease(root, options, build, { print: console.log, environment: process.env })];
}

main().catch(reportError);
