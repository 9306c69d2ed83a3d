import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { basicEnvironment } from "../../tools/local-agent/environment.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The longest time that the commands of a shell can take. */
export const longestMilliseconds = 90_000;

/** A shell that runs commands. */
export type Shell = ChildProcessByStdio<null, Readable, Readable>;

/** Runs commands in the folder of this repository, for at most the longest time. */
export function openShell(commands: string): Shell {
  const shell = spawn("bash", ["-euo", "pipefail", "-c", commands], {
    cwd: root,
    env: basicEnvironment(),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const limit = setTimeout(() => stop(shell), longestMilliseconds);
  shell.once("close", () => clearTimeout(limit));
  return shell;
}

/** What the commands of a shell print until they end. @throws Error with it when a command fails */
export function outputOf(shell: Shell): Promise<string> {
  let output = "";
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    shell.once("error", reject);
    shell.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`The commands ended with ${code}: ${output}`));
    });
  });
}

/** Stops a shell with all processes that it started. */
export function stop({ pid, exitCode, signalCode }: Shell): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
}
