import { type ParseArgsConfig, parseArgs } from "node:util";
import { singleLine } from "../src/core/text.ts";

/** What is wrong with a command line. */
export class UsageError extends Error {}

/** An error that says what is wrong, as a sentence, and where the options are listed. */
export function wrongUse(what: string): UsageError {
  return new UsageError(`${what} --help lists the options.`);
}

/** Prints why a command ended early, and sets its exit code: 2 for wrong usage, 1 for everything else. */
export function reportError(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

/** The values of the options that a configuration describes. */
export type OptionValues<Config extends ParseArgsConfig> = ReturnType<typeof parseArgs<Config>>["values"];

/**
 * Reads the options of a command line.
 * @throws UsageError when an option is unknown, has no value, or is given twice
 */
export function parseOptions<Config extends ParseArgsConfig>(
  config: Config,
  args: readonly string[],
): OptionValues<Config> {
  try {
    const { values } = parseArgs<Config>({ ...config, args: [...args] });
    const twice = repeatedOption(config, args);
    if (twice !== undefined) throw new Error(`--${twice} is given twice.`);
    return values;
  } catch (error) {
    throw wrongUse(singleLine(error instanceof Error ? error.message : String(error)));
  }
}

function repeatedOption(config: ParseArgsConfig, args: readonly string[]): string | undefined {
  const { tokens } = parseArgs({ ...config, args: [...args], tokens: true });
  const names = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  return names.find((name, index) => names.indexOf(name) < index);
}
