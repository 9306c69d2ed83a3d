import { Failure } from "../core/failure.ts";
import type { Agent, Progress } from "./agent.ts";

/** What a task's body works with. */
export interface Run {
  readonly agent: Agent;
  /** Aborted when the job is canceled or the step's time is over. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** After it is told to stop, a task has 7.5 s until the agent insists; it is gone well before. */
const stopMilliseconds = 1500;

/**
 * Runs a task's body as the one failure boundary: whatever goes wrong ends the step once, as failed, with its code.
 * The process ends by itself with exit code 0, as the agent expects of a task that reports its result. When the agent
 * tells it to stop, it says what is left behind; the result is then the agent's to set.
 */
export async function runTask(agent: Agent, body: (run: Run) => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  let behind = "Nothing was changed.";
  const leaves = (text: string) => {
    behind = text;
  };
  stopOnSignal(stopping);
  catchStrayErrors(agent);
  try {
    await body({ agent, signal: stopping.signal, progress: { leaves } });
    agent.succeed();
  } catch (error) {
    if (stopping.signal.aborted) agent.log.warning(stopped(behind));
    else agent.fail(messageOf(error));
  }
}

function stopOnSignal(stopping: AbortController): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      stopping.abort();
      setTimeout(() => process.exit(0), stopMilliseconds).unref();
    });
  }
}

function stopped(behind: string): string {
  return new Failure("EXA900", "The step was stopped.", behind).message;
}

/** In place of the task library's own listener, which prints message and stack of any error as they are. */
function catchStrayErrors(agent: Agent): void {
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => agent.fail(messageOf(error)));
}

/** An error that is no `Failure` may hold anything, so only its type and place in this code are told. */
function messageOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const type = error instanceof Error ? error.name : typeof error;
  const place = error instanceof Error ? placeIn(error) : "";
  return new Failure(
    "EXA901",
    `The task met an unexpected ${type}${place}.`,
    "Run it again with the variable System.Debug set to true, and report the code and the debug log to the extension's publisher.",
  ).message;
}

function placeIn(error: Error): string {
  const line = /\bindex\.js:(\d+):\d+/.exec(error.stack ?? "")?.[1];
  return line === undefined ? "" : ` at line ${line} of its index.js`;
}
