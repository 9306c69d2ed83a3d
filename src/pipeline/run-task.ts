import { Failure } from "../core/failure.ts";
import type { Progress } from "../core/log.ts";
import type { Agent } from "./agent.ts";

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
 * Runs a task's body as the one failure boundary: whatever goes wrong ends the step once, as failed, with its code. A
 * run that is told to stop fails as well, whoever stopped it: the agent keeps its own result for a canceled job, and a
 * container or machine that is shut down must not leave a green step behind.
 */
export async function runTask(agent: Agent, body: (run: Run) => Promise<void>): Promise<void> {
  // The agent takes exit code 0 for success, also of a process that ended before it could report a result.
  process.exitCode = 1;
  const result = new Result(agent);
  const signal = stopOnSignal(result);
  catchStrayErrors(result);
  endWithoutReader();
  try {
    await body({ agent, signal, progress: result });
    if (signal.aborted) result.stopped();
    else result.succeeded();
  } catch (error) {
    if (signal.aborted) result.stopped();
    else result.failed(messageOf(error));
  }
}

/** Reports the result of the step, once. */
class Result implements Progress {
  isReported = false;
  readonly #agent: Agent;
  #behind = "Nothing was changed.";

  constructor(agent: Agent) {
    this.#agent = agent;
  }

  ifStopped(behind: string): void {
    this.#behind = behind;
  }

  succeeded(): void {
    this.#report(() => this.#agent.succeed());
  }

  failed(message: string): void {
    this.#report(() => this.#agent.fail(message));
  }

  stopped(): void {
    this.failed(new Failure("EXA900", "The step was stopped.", this.#behind).message);
  }

  #report(report: () => void): void {
    if (this.isReported) return;
    this.isReported = true;
    report();
    process.exitCode = 0;
  }
}

/** What is aborted when the process is told to stop. A body that does not end by then is ended. */
function stopOnSignal(result: Result): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      stopping.abort();
      setTimeout(() => {
        if (result.isReported) return;
        result.stopped();
        process.exit();
      }, stopMilliseconds).unref();
    });
  }
  return stopping.signal;
}

/** In place of the task library's own listener, which prints message and stack of any error as they are. */
function catchStrayErrors(result: Result): void {
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => result.failed(messageOf(error)));
}

/** Once the agent is gone, each line that cannot be written is one more error, and nobody is left to stop the task. */
function endWithoutReader(): void {
  for (const output of [process.stdout, process.stderr]) output.on("error", () => process.exit(1));
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
