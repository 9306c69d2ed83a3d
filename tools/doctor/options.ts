import type { ParseArgsConfig } from "node:util";
import { parseOptions, wrongUse } from "../command-line.ts";
import { credentialVariables } from "../start/options.ts";

/** What `--help` prints. */
export const help = `Usage: npm run doctor -- --node <url> [options]

Reads an Exalate node's description of its own API (its Swagger page), compares it with the calls of this extension's
tasks, and proposes API overrides for the service connection where they differ. It signs in and reads; it changes nothing.
  --node <url>               URL of your Exalate node: General Settings > Exalate URL
  --api-overrides <file>     a file with API overrides to check, as in the service connection
  --json                     print JSON, for a program
  --help                     print this help
The credential comes from the environment, never from an option. Without one, the doctor reads only what is public:
  ${credentialVariables.token}                    a personal access token, a node token or an Exalate JWT
  ${credentialVariables.user}, ${credentialVariables.password}  user name and password, for nodes that use these

Exit code: 0 if all needed operations fit, 1 if not, 2 for wrong usage or no answer from the node.
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
 * Reads the command line; undefined when it asks for help.
 * @throws UsageError when an option is unknown or `--node` is missing
 */
export function readOptions(args: readonly string[]): DoctorOptions | undefined {
  const values = parseOptions(config, args);
  if (values.help) return undefined;
  if (values.node === undefined) throw wrongUse("--node is missing.");
  return { node: values.node, apiOverrides: values["api-overrides"], json: values.json };
}
