import type { ParseArgsConfig } from "node:util";
import { parseAddress } from "../../src/exalate/address.ts";
import type { TypedValues } from "../../src/learn/typed-values.ts";
import { type OptionValues, parseOptions, wrongUse } from "../command-line.ts";

/** What to learn from, and where the result goes. */
export interface LearnOptions {
  /** Path of the recording of the side that initiates. */
  readonly initiating: string;
  /** Path of the recording of the side that accepts; undefined for none. */
  readonly accepting: string | undefined;
  readonly typed: TypedValues;
  /** The origin of the node that initiates; undefined when not given. */
  readonly nodeOrigin: string | undefined;
  /** Path of the file that the API overrides are written to; undefined for none. */
  readonly save: string | undefined;
  readonly json: boolean;
}

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

const config = {
  allowPositionals: false,
  options: {
    initiating: text,
    accepting: text,
    node: text,
    "destination-url": text,
    "local-short-name": text,
    "destination-short-name": text,
    "connection-name": text,
    description: text,
    project: text,
    "accepting-project": text,
    mode: text,
    save: text,
    json: flag,
    help: flag,
  },
} as const satisfies ParseArgsConfig;

type Values = OptionValues<typeof config>;
type TextOption = Exclude<keyof Values, "json" | "help">;

/**
 * Reads the command line; undefined when it asks for help.
 * @throws UsageError when an option is unknown, missing, given twice or has a value that cannot be used
 * @throws Failure EXA103 or EXA104 for a URL that cannot be one of a node
 */
export function readOptions(args: readonly string[]): LearnOptions | undefined {
  const values = parseOptions(config, args);
  if (values.help) return undefined;
  const node = given(values, "node");
  return {
    initiating: needed(values, "initiating"),
    accepting: given(values, "accepting"),
    typed: typedValues(values),
    nodeOrigin: node === undefined ? undefined : parseAddress(node, "--node").origin,
    save: given(values, "save"),
    json: values.json,
  };
}

function typedValues(values: Values): TypedValues {
  const localShortName = needed(values, "local-short-name");
  const destinationShortName = needed(values, "destination-short-name");
  const destinationUrl = needed(values, "destination-url");
  parseAddress(destinationUrl, "--destination-url");
  return {
    destinationUrl,
    localShortName,
    destinationShortName,
    connectionName: given(values, "connection-name") ?? `${localShortName}_to_${destinationShortName}`,
    description: given(values, "description"),
    project: needed(values, "project"),
    acceptingProject: given(values, "accepting-project"),
    mode: modeOf(given(values, "mode")?.toLowerCase() ?? "script"),
  };
}

/** The option's value, trimmed like an input of a task; undefined when it is missing or blank. */
function given(values: Values, name: TextOption): string | undefined {
  return values[name]?.trim() || undefined;
}

function needed(values: Values, name: TextOption): string {
  const value = given(values, name);
  if (value === undefined) throw wrongUse(`--${name} is missing.`);
  return value;
}

function modeOf(mode: string): TypedValues["mode"] {
  if (mode === "script" || mode === "basic") return mode;
  if (mode !== "visual") throw wrongUse("--mode must be script or basic.");
  throw wrongUse(
    "--mode cannot be visual: the admins of both sides set a Visual connection up together in a browser, so no task can. " +
      "Record the wizard in Script or Basic mode.",
  );
}
