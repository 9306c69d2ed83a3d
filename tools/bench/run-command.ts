import { spawn } from "node:child_process";

/** A program to run. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** How a program ended. */
export interface FinishedRun {
  /** From the start of the process until it has ended and its output is closed. */
  readonly milliseconds: number;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run that takes longer is killed, in milliseconds. */
const timeLimit = 180_000;

/** Runs a program whose outputs are pipes, as for a task on an agent. @throws Error when it cannot be started */
export function runCommand({ file, args, environment }: Command): Promise<FinishedRun> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(file, args, {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeLimit,
      killSignal: "SIGKILL",
    });
    const chunks: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
    child.stdout.on("data", (chunk: Buffer) => chunks.stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.stderr.push(chunk));
    child.once("error", reject);
    child.once("close", (exitCode) => {
      const milliseconds = performance.now() - started;
      const [stdout, stderr] = [Buffer.concat(chunks.stdout).toString(), Buffer.concat(chunks.stderr).toString()];
      resolve({ milliseconds, exitCode, stdout, stderr });
    });
  });
}
