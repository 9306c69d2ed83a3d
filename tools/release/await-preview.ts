import { setTimeout } from "node:timers/promises";
import type { ParseArgsConfig } from "node:util";
import { parseOptions, reportError, wrongUse } from "../command-line.ts";
import { whyUnreadable, wrongFile } from "../option-file.ts";
import { awaitTask, type Organization, type TaskVersion, taskOf } from "./installed-task.ts";

const help = `Usage: npm run release:await-preview -- --vsix <file>

Waits up to half an hour until the organization of this pipeline has the version of the tasks in a package. An
organization installs a published version some time later. Needs SYSTEM_COLLECTIONURI and SYSTEM_ACCESSTOKEN of a job.

  --vsix <file>   the package
  --help          print this help
`;

const config = {
  allowPositionals: false,
  options: { vsix: { type: "string" }, help: { type: "boolean", default: false } },
} as const satisfies ParseArgsConfig;

const pauseMilliseconds = 30_000;
const looks = 60;

/** Entry point of `npm run release:await-preview`. Exit code: 0 if it has it, 1 if not, 2 for wrong usage. */
async function main(): Promise<void> {
  const { vsix: file, help: asksForHelp } = parseOptions(config, process.argv.slice(2));
  if (asksForHelp) return void process.stdout.write(help);
  if (file === undefined) throw wrongUse("--vsix is missing.");
  const organization = organizationOf(process.env);
  const task = await taskIn(file);
  const { Major, Minor, Patch } = task.version;
  const title = `${task.name} ${Major}.${Minor}.${Patch}`;
  if (!(await awaitTask(organization, task, looks, () => setTimeout(pauseMilliseconds))))
    throw new Error(
      `The organization does not have ${title}. Is the preview installed there? Then run the failed jobs again later.`,
    );
  console.log(`The organization has ${title}.`);
}

/** @throws UsageError when the file cannot be read */
async function taskIn(file: string): Promise<TaskVersion> {
  try {
    return await taskOf(file);
  } catch (error) {
    throw wrongFile("--vsix", file, whyUnreadable(error));
  }
}

function organizationOf({ SYSTEM_COLLECTIONURI: address, SYSTEM_ACCESSTOKEN: token }: NodeJS.ProcessEnv): Organization {
  if (address !== undefined && token !== undefined) return { address, token };
  throw wrongUse("SYSTEM_COLLECTIONURI and SYSTEM_ACCESSTOKEN must be set, as in a job.");
}

main().catch(reportError);
