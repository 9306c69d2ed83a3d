import { type ParseArgsConfig, parseArgs } from "node:util";
import { singleLine } from "../src/core/text.ts";
import { takenByNpm, withOptions } from "./npm-options.ts";

/** What is wrong with a command line. */
export class UsageError extends Error {}

/** An error that says what is wrong, as a sentence, and where the options are listed. */
export function wrongUse(what: string): UsageError {
  return new UsageError(`${what} --help lists the options.`);
}

/** The exit code of a command that answers a question, by its answer. */
export const exitCodes = { holds: 0, "does not hold": 1, "cannot be told": 2 } as const;

/** Prints why a command ended early, and sets its exit code: 2 for wrong usage, 1 for everything else. */
export function reportError(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

/** The values of the options that a configuration describes. */
export type OptionValues<Config extends ParseArgsConfig> = ReturnType<typeof parseArgs<Config>>["values"];

/**
 * Reads the options of a command line. A flag that npm took for itself, because the `--` before it was missing, is used.
 * @throws UsageError when an option is unknown, has no value, is given twice, or has a value and was taken by npm
 */
export function parseOptions<Config extends ParseArgsConfig>(
  config: Config,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): OptionValues<Config> {
  const all = [...args, ...flagsTakenByNpm(config, args, environment)];
  try {
    const { values } = parseArgs<Config>({ ...config, args: all });
    const twice = repeatedOption(config, all);
    if (twice !== undefined) throw new Error(`--${twice} is given twice.`);
    return values;
  } catch (error) {
    throw wrongUse(sentence(error instanceof Error ? error.message : String(error)));
  }
}

/** Node's own messages end without a period. */
function sentence(message: string): string {
  return singleLine(message).replace(/(?<!\.)$/, ".");
}

function flagsTakenByNpm(config: ParseArgsConfig, args: readonly string[], environment: NodeJS.ProcessEnv): string[] {
  const { flags, withValue } = takenByNpm(config, environment);
  const [lost] = withValue;
  if (lost === undefined) return flags.map((name) => `--${name}`).filter((flag) => !args.includes(flag));
  const right = withOptions(`--${lost} …`, environment);
  throw wrongUse(`npm took --${lost} for itself. Put "--" before the options: ${right}`);
}

function repeatedOption(config: ParseArgsConfig, args: readonly string[]): string | undefined {
  const { tokens } = parseArgs({ ...config, args: [...args], tokens: true });
  const names = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  return names.find((name, index) => names.indexOf(name) < index && config.options?.[name]?.multiple !== true);
}
