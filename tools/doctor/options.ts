import type { ParseArgsConfig } from "node:util";
import { parseOptions, wrongUse } from "../command-line.ts";
import { credentialVariables } from "../option-words.ts";

/** What `--help` prints. */
export const help = `Usage: npm run doctor -- --node <url> [options]

Compares the calls of this extension's tasks with an Exalate node's description of its own API (its Swagger page), and
proposes API overrides for the service connection where the description leaves no doubt. It signs in and reads; it
changes nothing.
  --node <url>               URL of your Exalate node: General Settings > Exalate URL
  --description <file|url>   the description, if the node does not serve it: JSON or YAML. An address on another host
                             gets no credential. Without --node, only the description is read
  --api-overrides <file>     a file with API overrides to check, as in the service connection
  --save <file>              write the API overrides to a file, unless the exit code is 2
  --json                     print JSON, for a program
  --help                     print this help
The credential comes from the environment, never from an option. Without one, the doctor reads only what is public:
  ${credentialVariables.token}                    a personal access token, a node token or an Exalate JWT
  ${credentialVariables.user}, ${credentialVariables.password}  user name and password, for nodes that use these

Exit code: 0 if all needed operations fit, 1 if not, 2 if it cannot be told: no description was found, the sign-in failed
although the description fits, the node does not answer, or wrong usage.
`;

/** What to check. */
export interface DoctorOptions {
  /** The node's address; undefined to check only a description. */
  readonly node?: string | undefined;
  /** Path or address of the description; undefined to look for it on the node. */
  readonly description?: string | undefined;
  /** Path of a file with API overrides; undefined for none. */
  readonly apiOverrides?: string | undefined;
  /** Path of the file to write the proposed API overrides to; undefined for none. */
  readonly save?: string | undefined;
  readonly json: boolean;
}

const config = {
  allowPositionals: false,
  options: {
    node: { type: "string" },
    description: { type: "string" },
    "api-overrides": { type: "string" },
    save: { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
} as const satisfies ParseArgsConfig;

/**
 * Reads the command line; undefined when it asks for help.
 * @throws UsageError when an option is unknown, or when both `--node` and `--description` are missing
 */
export function readOptions(args: readonly string[]): DoctorOptions | undefined {
  const {
    help: asksForHelp,
    "api-overrides": apiOverrides,
    node,
    description,
    save,
    json,
  } = parseOptions(config, args);
  if (asksForHelp) return undefined;
  if (node === undefined && description === undefined) throw wrongUse("--node is missing.");
  return { node, description, apiOverrides, save, json };
}
