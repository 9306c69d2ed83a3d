import { type ParseArgsConfig, parseArgs } from "node:util";
import { type InitiateInputs, initiateInputs } from "../../src/commands/initiate-options.ts";

/** Environment variables that hold the credential of a real node. */
export const credentialVariables = { token: "EXALATE_TOKEN", user: "EXALATE_USER", password: "EXALATE_PASSWORD" };

/** What `--help` prints. */
export const help = `Usage: npm start -- [options]

Without options: runs ExalateInitiate@1 against an embedded Exalate node and shows the log as Azure Pipelines would.

Against a real node, from this machine:
  --node <url>               your Exalate node: General Settings > Exalate URL
The credential comes from the environment, never from an option:
  ${credentialVariables.token}                    a personal access token, a node token or an Exalate JWT
  ${credentialVariables.user}, ${credentialVariables.password}  for nodes that sign in with user name and password

Inputs of the task, with or without --node:
  --destination-url <url>    the other instance; also --destination
  --private                  the destination has no URL that the node can reach
  --local-short-name <text>  --destination-short-name <text>  --connection-name <text>
  --description <text>       --project <text>
  --mode <mode>              script or basic
  --if-exists <choice>       reuse, replace or fail

Other:
  --api-overrides <json>     as in the service connection
  --allowed-destinations <list>
  --debug                    run with System.Debug
  --help                     print this
`;

/** What to run, as the command line says. */
export interface StartOptions {
  /** URL of a real node; the embedded one when absent. */
  readonly node: string | undefined;
  /** The inputs that were given. */
  readonly inputs: Readonly<Partial<InitiateInputs>>;
  /** Fields of the service connection. */
  readonly data: Readonly<Record<string, string>>;
  readonly debug: boolean;
}

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

const config = {
  allowPositionals: false,
  options: {
    node: text,
    destination: text,
    "destination-url": text,
    private: flag,
    "local-short-name": text,
    "destination-short-name": text,
    "connection-name": text,
    description: text,
    project: text,
    mode: text,
    "if-exists": text,
    "api-overrides": text,
    "allowed-destinations": text,
    debug: flag,
    help: flag,
  },
} satisfies ParseArgsConfig;

/**
 * Reads the command line; undefined when help is asked for.
 * @throws Error when an option is unknown
 */
export function readOptions(args: readonly string[]): StartOptions | undefined {
  const { values } = parseArgs({ ...config, args: [...args] });
  if (values.help) return undefined;
  const given: Readonly<Record<string, string | boolean | undefined>> = values;
  const inputs = initiateInputs.map((name) => [name, given[kebab(name)]] as const);
  const data = { apiOverrides: values["api-overrides"], allowedDestinations: values["allowed-destinations"] };
  return {
    node: values.node,
    inputs: { ...texts({ destinationUrl: values.destination }), ...texts(Object.fromEntries(inputs)) },
    data: texts(data),
    debug: values.debug,
  };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function texts(values: Readonly<Record<string, string | boolean | undefined>>): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== false);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
