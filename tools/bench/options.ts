import { existsSync, realpathSync } from "node:fs";
import type { ParseArgsConfig } from "node:util";
import { parseOptions, wrongUse } from "../command-line.ts";
import { contentOfFile } from "../option-file.ts";
import { isBuild } from "./builds.ts";
import { aroundMarkers } from "./shown-report.ts";

const defaults = { rounds: "7", "round-trip-times": "0,50,200", connections: "10,1000,100000" };

/** What `--help` prints. */
export const help = `Usage: npm run bench -- [options]

Builds and packages the tasks, and measures them over TLS on nodes that seem far away: how long a run takes, beside a
bare start of Node, Node's own https, and curl with jq, and how much memory, how many bytes and requests it needs. It
takes some minutes and sends nothing to another machine. docs/performance.md explains each number.

  --rounds <number>          timed runs of each program at each distance (${defaults.rounds})
  --round-trip-times <list>  distances of the node in milliseconds, at least two (${defaults["round-trip-times"]})
  --connections <list>       connections of the nodes on which ExalateStatus@1 looks (${defaults.connections})
  --beside <folder>          the dist/tasks of another build, to measure in turn with this one
Output, instead of tables for a terminal:
  --json                     print JSON, for a program
  --markdown                 print the tables in Markdown
  --into <file>              replace the tables between <!-- bench --> and <!-- /bench --> in a Markdown file
  --help                     print this help

Exit code: 0 if every run succeeded, 1 if one failed, except of the other build, 2 for wrong usage.
`;

/** What to measure and how to show it. */
export interface BenchOptions {
  /** Timed runs of each program at each distance, at least 1. */
  readonly rounds: number;
  /** In milliseconds, at least two, shortest first. */
  readonly roundTripTimes: readonly number[];
  /** Fewest first. */
  readonly connectionCounts: readonly number[];
  /** Absolute path of another build's `dist/tasks`. */
  readonly beside: string | undefined;
  readonly output: "terminal" | "json" | "markdown" | { readonly file: string };
}

const config = {
  allowPositionals: false,
  options: {
    rounds: { type: "string", default: defaults.rounds },
    "round-trip-times": { type: "string", default: defaults["round-trip-times"] },
    connections: { type: "string", default: defaults.connections },
    beside: { type: "string" },
    json: { type: "boolean", default: false },
    markdown: { type: "boolean", default: false },
    into: { type: "string" },
    help: { type: "boolean", default: false },
  },
} as const satisfies ParseArgsConfig;

/**
 * Reads the command line; undefined when it asks for help.
 * @throws UsageError when an option is unknown or has a wrong value, or options do not fit together
 */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const values = parseOptions(config, args);
  if (values.help) return undefined;
  const roundTripTimes = numbers("round-trip-times", values["round-trip-times"], 0, 10_000);
  if (roundTripTimes.length < 2) throw wrongUse("--round-trip-times needs at least two numbers.");
  return {
    rounds: wholeNumber("rounds", values.rounds, 1, 1000),
    roundTripTimes,
    connectionCounts: numbers("connections", values.connections, 1, 1_000_000),
    beside: values.beside === undefined ? undefined : otherBuild(values.beside),
    output: outputOf(values),
  };
}

function outputOf({ json, markdown, into }: { json: boolean; markdown: boolean; into?: string | undefined }) {
  if ([json, markdown, into !== undefined].filter(Boolean).length > 1)
    throw wrongUse("Only one of --json, --markdown and --into can be used.");
  if (into !== undefined) {
    contentOfFile("--into", into, aroundMarkers);
    return { file: into };
  }
  if (json) return "json";
  return markdown ? "markdown" : "terminal";
}

/** The numbers of a list, each once, smallest first. */
function numbers(option: string, list: string, least: number, most: number): number[] {
  const found = new Set(list.split(",").map((each) => wholeNumber(option, each.trim(), least, most)));
  return [...found].sort((one, other) => one - other);
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw wrongUse(`--${option} needs a whole number from ${least} to ${most}, not "${text}".`);
}

function otherBuild(folder: string): string {
  const path = existsSync(folder) ? realpathSync(folder) : folder;
  if (!isBuild(path)) throw wrongUse(`--beside needs the dist/tasks of another build, and "${folder}" is none.`);
  return path;
}
