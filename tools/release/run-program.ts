import { execFile } from "node:child_process";

/** A program that ended. */
export interface EndedProgram {
  /** Its exit code; undefined when it could not start or was stopped. */
  readonly exitCode: number | undefined;
  readonly output: string;
  readonly errors: string;
}

/** How to run a program. */
interface ProgramSettings {
  readonly cwd: string;
  /** Stops the program after this many milliseconds; without it, never. */
  readonly timeLimitMilliseconds?: number;
  /** Its environment; without it, that of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

const longestOutputBytes = 100_000_000;

/** Runs a program to its end and returns what it printed, also when it fails. */
export function runProgram(
  file: string,
  args: readonly string[],
  { cwd, timeLimitMilliseconds = 0, env = process.env }: ProgramSettings,
): Promise<EndedProgram> {
  return new Promise((resolve) => {
    execFile(
      file,
      [...args],
      { cwd, env, timeout: timeLimitMilliseconds, killSignal: "SIGKILL", maxBuffer: longestOutputBytes },
      (error, output, errors) => resolve({ exitCode: exitCodeOf(error), output, errors }),
    );
  });
}

function exitCodeOf(error: { code?: unknown } | null): number | undefined {
  if (error === null) return 0;
  return typeof error.code === "number" ? error.code : undefined;
}

/** Runs npm: the one that runs this process, or else the installed one. */
export function runNpm(args: readonly string[], settings: ProgramSettings): Promise<EndedProgram> {
  const { npm_execpath: running = "" } = process.env;
  return /npm-cli\.js$/.test(running)
    ? runProgram(process.execPath, [running, ...args], settings)
    : runProgram("npm", args, settings);
}
