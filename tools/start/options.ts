import type { ParseArgsConfig } from "node:util";
import type { InitiateInputs } from "../../src/commands/initiate-options.ts";
import { initiateInputs } from "../../src/commands/input-tables.ts";
import { failureOrThrow } from "../../src/core/failure.ts";
import { parseAddress } from "../../src/exalate/address.ts";
import { type OptionValues, parseOptions, UsageError, wrongUse } from "../command-line.ts";
import { credentialVariables, inOptions, optionName } from "../option-words.ts";

/** What `--help` prints. */
export const help = `Usage: npm start -- [options]

Without --node: runs the pipeline examples/staged-approval.yml on two embedded Exalate nodes and shows its log as Azure
Pipelines would. It asks for the approval at the terminal, and approves after a minute without input. The nodes have
consoles to open in a browser, at a terminal also after the run.
  --reject                   reject the approval, to see the invitation withdrawn

With --node: runs only ExalateInitiate@1, from this machine, and initiates a real connection.
  --node <url>               URL of your Exalate node: General Settings > Exalate URL
The credential comes from the environment, never from an option:
  ${credentialVariables.token}                    a personal access token, a node token or an Exalate JWT
  ${credentialVariables.user}, ${credentialVariables.password}  user name and password, for nodes that use these
Inputs of the task:
  --destination-url <url>    URL of the other instance; short form: --destination
  --private                  the destination has no URL that the node can reach
  --local-short-name <text>  --destination-short-name <text>  --connection-name <text>
  --description <text>       --project <text> (required)
  --mode <mode>              script or basic
  --if-exists <choice>       reuse, replace or fail
Fields of the service connection:
  --api-overrides <json>     --allowed-destinations <list>

With or without --node:
  --debug                    run with System.Debug
  --help                     print this help
`;

/** The example to run on embedded nodes. */
export interface ExampleOptions {
  readonly kind: "example";
  /** Reject the approval. */
  readonly isRejected: boolean;
  readonly debug: boolean;
}

/** The task to run against a real node. */
export interface RealNodeOptions {
  readonly kind: "real node";
  readonly node: string;
  /** The inputs that were given. */
  readonly inputs: Readonly<Partial<InitiateInputs>>;
  /** Fields of the service connection. */
  readonly data: Readonly<Record<string, string>>;
  readonly debug: boolean;
}

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

const taskOptions = {
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
} as const;

const config = {
  allowPositionals: false,
  options: { node: text, reject: flag, debug: flag, help: flag, ...taskOptions },
} satisfies ParseArgsConfig;

type Values = OptionValues<typeof config>;

/**
 * Reads the command line; undefined when it asks for help.
 * @throws UsageError when an option is unknown or cannot be combined with the others
 */
export function readOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): ExampleOptions | RealNodeOptions | undefined {
  const values = parseOptions(config, args, environment);
  if (values.help) return undefined;
  const { node } = values;
  return node === undefined ? exampleOptions(values) : realNodeOptions(values, node);
}

function exampleOptions(values: Values): ExampleOptions {
  const given: Readonly<Record<string, string | boolean | undefined>> = values;
  const unexpected = Object.keys(taskOptions).find((name) => given[name] !== undefined && given[name] !== false);
  if (unexpected !== undefined) throw wrongUse(`--${unexpected} needs --node: the example has fixed settings.`);
  return { kind: "example", isRejected: values.reject, debug: values.debug };
}

function realNodeOptions(values: Values, node: string): RealNodeOptions {
  if (values.reject) throw wrongUse("--reject cannot be combined with --node: a single task asks for no approval.");
  const given: Readonly<Record<string, string | boolean | undefined>> = values;
  const inputs = Object.keys(initiateInputs).map((name) => [name, given[optionName(name)]] as const);
  const data = { apiOverrides: values["api-overrides"], allowedDestinations: values["allowed-destinations"] };
  requireAddress(node);
  return {
    kind: "real node",
    node,
    inputs: { ...texts({ destinationUrl: values.destination }), ...texts(Object.fromEntries(inputs)) },
    data: texts(data),
    debug: values.debug,
  };
}

function requireAddress(node: string): void {
  try {
    parseAddress(node.trim(), "--node");
  } catch (error) {
    throw new UsageError(inOptions(failureOrThrow(error).message));
  }
}

function texts(values: Readonly<Record<string, string | boolean | undefined>>): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== false);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
