import type { ParseArgsConfig } from "node:util";
import { parseOptions } from "../command-line.ts";

/** What `--help` prints. */
export const help = `Usage: npm run build

Bundles each task into dist/tasks, and the page that makes keys and opens encrypted invitations into
dist/open-invitation.html. Prints the size of each file.
  --help                     print this help
`;

const config = {
  allowPositionals: false,
  options: { help: { type: "boolean", default: false } },
} as const satisfies ParseArgsConfig;

/** Whether the command line asks for help. @throws UsageError when it has anything else */
export function asksForHelp(args: readonly string[]): boolean {
  return parseOptions(config, args).help;
}
