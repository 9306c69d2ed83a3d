import type { ParseArgsConfig } from "node:util";

/** Options of npm itself that commands of this repository also have. A user's settings of npm can contain them. */
export const sharedWithNpm = ["ca", "cert", "description", "key", "save"];

/** The options that npm took for itself, because the `--` before them was missing. */
export interface TakenByNpm {
  /** Names of flags, which can be used as if they had been given. */
  readonly flags: readonly string[];
  /** Names of options with a value, which npm does not pass on. */
  readonly withValue: readonly string[];
}

/**
 * Finds the options of a command that npm took for itself: npm passes the name of each on in the environment, as
 * `npm_config_<name>`. An option of {@link sharedWithNpm} cannot be told from a setting of npm.
 */
export function takenByNpm({ options = {} }: ParseArgsConfig, environment: NodeJS.ProcessEnv): TakenByNpm {
  const taken = Object.entries(options).filter(([name]) => isTaken(name, environment));
  const namesOf = (type: "boolean" | "string") => taken.filter(([, each]) => each.type === type).map(([name]) => name);
  return { flags: namesOf("boolean"), withValue: namesOf("string") };
}

function isTaken(name: string, environment: NodeJS.ProcessEnv): boolean {
  return !sharedWithNpm.includes(name) && Boolean(environment[`npm_config_${name.replaceAll("-", "_")}`]);
}

/** How the command is called with options, such as `npm run doctor -- --node …`; `npm start` needs no `run`. */
export function withOptions(options: string, { npm_lifecycle_event: script = "start" }: NodeJS.ProcessEnv): string {
  return `npm ${script === "start" ? script : `run ${script}`} -- ${options}`;
}
