import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { settlesWithin } from "./deadline.ts";
import type { Environment } from "./environment.ts";
import { LineSplitter } from "./line-splitter.ts";

/** The output of a process that a line came from. */
export type OutputStream = "stdout" | "stderr";

/** Timeouts of the agent for a process, in milliseconds. */
export interface ProcessTimeouts {
  /** From SIGINT to SIGTERM (PROCESS_SIGINT_TIMEOUT). */
  readonly afterInterrupt: number;
  /** From SIGTERM until the whole process tree is killed (PROCESS_SIGTERM_TIMEOUT). */
  readonly afterTerminate: number;
  /** For output pipes that a child process keeps open after the process has ended. */
  readonly afterExit: number;
}

/** A process to run until its end. */
export interface ProcessRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Environment;
  readonly timeouts: ProcessTimeouts;
  /** Aborted to stop the process: first with SIGINT, then SIGTERM, then SIGKILL. */
  readonly cancel: AbortSignal;
  /** Fulfilled when the agent stops waiting for the process. */
  readonly abandon: Promise<void>;
  readonly onLine: (stream: OutputStream, line: string) => void;
}

// Time for the operating system to close the pipes of a killed process tree, in milliseconds.
const afterKill = 1_000;

/**
 * Runs a process as the agent does: in its own process group, with closed input, reading both outputs line by line.
 * Resolves to the exit code (128 + signal number for a signal), or to `undefined` when it was abandoned. Afterwards no
 * process of the group is left.
 * @throws Error when the process cannot be started
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
  const onCancel = () => void stop(child, exited, request.timeouts);
  request.cancel.addEventListener("abort", onCancel, { once: true });
  try {
    const exitCode = await Promise.race([exited, request.abandon.then(() => undefined)]);
    if (exitCode === undefined) stopListening();
    await finish(child, closed, exitCode === undefined ? 0 : request.timeouts.afterExit);
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

async function stop(child: ChildProcess, exited: Promise<number>, timeouts: ProcessTimeouts): Promise<void> {
  child.kill("SIGINT");
  if (await settlesWithin(exited, timeouts.afterInterrupt)) return;
  child.kill("SIGTERM");
  if (await settlesWithin(exited, timeouts.afterTerminate)) return;
  killTree(child);
}

async function finish(child: ChildProcess, closed: Promise<void>, timeout: number): Promise<void> {
  if (timeout > 0 && (await settlesWithin(closed, timeout))) return;
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
    // The process group has already ended.
  }
}
