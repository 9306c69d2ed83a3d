import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ParseArgsConfig } from "node:util";
import { parseOptions } from "../command-line.ts";

/** What `--help` prints. */
export const help = `Usage: npm run pictures -- [options]

Makes the pictures of the pages again, with Debian's Chromium, and prints their sizes:
- run-log, approver-summary: a run of examples/staged-approval.yml by the built tasks on two embedded Exalate nodes,
  drawn like the pages of Azure Pipelines
- task-form, service-connection-form: drawn from task.json and vss-extension.json
- console-…: the consoles of the two embedded nodes before, during and after that run
- open-invitation-…: the partner's page
- flow: what the stages do, for pages in light and dark colors
The addresses of the nodes are replaced by others, because their ports are different in each run.
  --into <folder>            where to write them; default: images
  --help                     print this help
`;

const config = {
  allowPositionals: false,
  options: { into: { type: "string" }, help: { type: "boolean", default: false } },
} as const satisfies ParseArgsConfig;

/** The folder of the pictures that pages show. */
export const imagesFolder = fileURLToPath(new URL("../../images", import.meta.url));

/**
 * The folder to write to; undefined when the command line asks for help.
 * @throws UsageError when an option is unknown or has no value
 */
export function readOptions(args: readonly string[]): string | undefined {
  const { help: asksForHelp, into } = parseOptions(config, args);
  if (asksForHelp) return undefined;
  return into === undefined ? imagesFolder : resolve(into);
}
