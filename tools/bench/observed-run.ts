import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Program } from "./program.ts";
import { runCommand } from "./run-command.ts";
import { failedRun } from "./trial.ts";

/** What a process of Node used. */
export interface Observed {
  /** The most memory that it had at a time, in kilobytes of 1024 bytes. */
  readonly peakKilobytes: number;
  /** Absolute paths of the modules that it loaded, without Node's own. */
  readonly files: readonly string[];
}

const hook = fileURLToPath(new URL("scripts/at-exit.cjs", import.meta.url));

/**
 * Runs a program of Node once, with a hook that reports what it used; undefined when the run failed. It is not timed,
 * because the hook takes time. `folder` is for the report.
 */
export async function observe(program: Program, nodeUrl: string, folder: string): Promise<Observed | undefined> {
  const file = join(folder, "at-exit.json");
  const { args, environment, ...command } = await program.commandFor(nodeUrl);
  const observing = { ...environment, AT_EXIT_FILE: file };
  const run = await runCommand({ ...command, args: ["--require", hook, ...args], environment: observing });
  if (program.failureOf(run) !== undefined) return void console.error(failedRun(program, run.stdout + run.stderr));
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } finally {
    rmSync(file);
  }
}

/** Kilobytes of 1024 bytes as megabytes of 1,000,000 bytes. */
export function megabytes(kilobytes: number): number {
  return (kilobytes * 1024) / 1_000_000;
}
