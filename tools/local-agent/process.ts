import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { settlesWithin } from "./deadline.ts";
import type { Environment } from "./environment.ts";
import { LineSplitter } from "./line-splitter.ts";

/** Which of a process' outputs a line came from. */
export type OutputStream = "stdout" | "stderr";

/** How long the agent waits, in milliseconds. */
export interface ProcessPatience {
  /** From SIGINT to SIGTERM (PROCESS_SIGINT_TIMEOUT). */
  readonly afterInterrupt: number;
  /** From SIGTERM to the end of the whole tree (PROCESS_SIGTERM_TIMEOUT). */
  readonly afterTerminate: number;
  /** For output pipes that a grandchild keeps open after the process has ended. */
  readonly afterExit: number;
}

/** A process to run to its end. */
export interface ProcessRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Environment;
  readonly patience: ProcessPatience;
  /** Stops the process, gently first. */
  readonly cancel: AbortSignal;
  /** Fulfilled when the agent no longer waits for the process. */
  readonly abandon: Promise<void>;
  readonly onLine: (stream: OutputStream, line: string) => void;
}

// Enough for the operating system to close the pipes of a killed tree.
const afterKill = 1_000;

/**
 * Runs a process as the agent does: input closed, both outputs read line by line, its own process group. Resolves to the
 * exit code (128 + signal number for a signal), or to `undefined` when it was abandoned. No process is left behind.
 * @throws Error when the process cannot be started.
 */
export async function runProcess(request: ProcessRequest): Promise<number | undefined> {
  const child = spawn(request.file, request.args, {
    cwd: request.workingDirectory,
    env: request.environment,
    detached: process.platform !== "win32",
    windowsHide: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = exitOf(child);
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stopListening = listen(child, request.onLine);
  const onCancel = () => void stop(child, exited, request.patience);
  request.cancel.addEventListener("abort", onCancel, { once: true });
  try {
    const exitCode = await Promise.race([exited, request.abandon.then(() => undefined)]);
    if (exitCode === undefined) stopListening();
    await finish(child, closed, exitCode === undefined ? 0 : request.patience.afterExit);
    return exitCode;
  } finally {
    request.cancel.removeEventListener("abort", onCancel);
  }
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
}

function listen(child: ChildProcess, onLine: ProcessRequest["onLine"]): () => void {
  let listening = true;
  for (const stream of ["stdout", "stderr"] as const) {
    readLines(child[stream], (line) => {
      if (listening) onLine(stream, line);
    });
  }
  return () => {
    listening = false;
  };
}

function readLines(output: Readable | null, onLine: (line: string) => void): void {
  const splitter = new LineSplitter(onLine);
  output?.on("data", (bytes: Buffer) => splitter.push(bytes));
  output?.on("close", () => splitter.end());
}

async function stop(child: ChildProcess, exited: Promise<number>, patience: ProcessPatience): Promise<void> {
  child.kill("SIGINT");
  if (await settlesWithin(exited, patience.afterInterrupt)) return;
  child.kill("SIGTERM");
  if (await settlesWithin(exited, patience.afterTerminate)) return;
  killTree(child);
}

async function finish(child: ChildProcess, closed: Promise<void>, patience: number): Promise<void> {
  if (patience > 0 && (await settlesWithin(closed, patience))) return;
  killTree(child);
  if (await settlesWithin(closed, afterKill)) return;
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    spawn("taskkill", ["/PID", String(child.pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group has ended by itself.
  }
}
