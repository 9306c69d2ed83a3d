import { type ParseArgsConfig, parseArgs } from "node:util";
import { credentialVariables, UsageError } from "../start/options.ts";

/** What `--help` prints. */
export const help = `Usage: npm run doctor -- --node <url> [options]

Reads how an Exalate node describes its own API (its Swagger page), compares that with what the tasks of this extension
call, and proposes API overrides for the service connection where they differ. It signs in and reads; it changes nothing.
  --node <url>               your Exalate node: General Settings > Exalate URL
  --api-overrides <file>     a file with API overrides to check, as in the service connection
  --json                     print JSON, for a program
  --help                     print this
The credential comes from the environment, never from an option; without one, only what is public is read:
  ${credentialVariables.token}                    a personal access token, a node token or an Exalate JWT
  ${credentialVariables.user}, ${credentialVariables.password}  for nodes that sign in with user name and password

Exit code: 0 every needed operation fits, 1 not, 2 wrong usage or no answer from the node.
`;

/** What to check. */
export interface DoctorOptions {
  readonly node: string;
  /** Path of a file with API overrides; undefined for none. */
  readonly apiOverrides: string | undefined;
  readonly json: boolean;
}

const config = {
  allowPositionals: false,
  options: {
    node: { type: "string" },
    "api-overrides": { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
} as const satisfies ParseArgsConfig;

/**
 * Reads the command line; undefined when help is asked for.
 * @throws UsageError when an option is unknown or `--node` is missing
 */
export function readOptions(args: readonly string[]): DoctorOptions | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  if (values.node === undefined) throw new UsageError("--node is missing.\n--help lists the options.");
  return { node: values.node, apiOverrides: values["api-overrides"], json: values.json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ ...config, args: [...args] }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n--help lists the options.`);
  }
}
