import { troubleshootingPage } from "../core/documentation.ts";
import { Failure } from "../core/failure.ts";
import type { Progress } from "../core/log.ts";
import type { Agent } from "./agent.ts";

/** What the body of a task gets. */
export interface Run {
  readonly agent: Agent;
  /** Aborted when the job is canceled or the step's time is over. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** The agent gives a task 7.5 s after the first stop signal. The task ends well before. */
const stopMilliseconds = 1500;

/**
 * Runs the body of a task. This is the only failure boundary: every error ends the step once, as failed, with its code. A
 * run that is stopped fails too. The agent keeps its own result for a canceled job, and a container or machine that
 * shuts down must not leave a green step.
 */
export async function runTask(agent: Agent, body: (run: Run) => Promise<void>): Promise<void> {
  // The agent reads exit code 0 as success, even when the process ended before it reported a result.
  process.exitCode = 1;
  const result = new Result(agent);
  const signal = stopOnSignal(result);
  catchStrayErrors(result);
  endWithoutReader();
  try {
    await body({ agent, signal, progress: result });
    await pendingSignals();
    if (signal.aborted) result.stopped();
    else result.succeeded();
  } catch (error) {
    await pendingSignals();
    if (signal.aborted) result.stopped();
    else result.failed(failureOf(error));
  }
}

/** Long work, such as that of a passphrase, holds back a stop signal that came meanwhile. It arrives within two turns. */
async function pendingSignals(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Reports the result of the step exactly once. */
class Result implements Progress {
  isReported = false;
  readonly #agent: Agent;
  #messageIfStopped = "Nothing was changed.";

  constructor(agent: Agent) {
    this.#agent = agent;
  }

  ifStopped(message: string): void {
    this.#messageIfStopped = message;
  }

  succeeded(): void {
    this.#report(() => this.#agent.succeed());
  }

  failed({ code, message }: Failure): void {
    // The address is last and has no full stop, so that the log makes a working link of it.
    this.#report(() => this.#agent.fail(`${message} See ${troubleshootingPage(code)}`));
  }

  stopped(): void {
    this.failed(new Failure("EXA900", "The step was stopped.", this.#messageIfStopped));
  }

  #report(report: () => void): void {
    if (this.isReported) return;
    this.isReported = true;
    report();
    process.exitCode = 0;
  }
}

/** A signal that is aborted when the process is told to stop. A body that does not end in time is ended. */
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

/** Replaces the listener of the task library, which prints the message and stack of any error unmasked. */
function catchStrayErrors(result: Result): void {
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => result.failed(failureOf(error)));
}

/** When the agent is gone, every line that cannot be written is another error, and nobody can stop the task. */
function endWithoutReader(): void {
  for (const output of [process.stdout, process.stderr]) output.on("error", () => process.exit(1));
}

/** Other errors may contain anything, so only their type and their place in this code are shown. */
function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const type = error instanceof Error ? error.name : typeof error;
  const place = error instanceof Error ? placeIn(error) : "";
  return new Failure(
    "EXA901",
    `An unexpected ${type} occurred${place}.`,
    "Run the step again with the variable System.Debug set to true, and report the code and the debug log to the publisher of the extension.",
  );
}

function placeIn(error: Error): string {
  const line = /\bindex\.js:(\d+):\d+/.exec(error.stack ?? "")?.[1];
  return line === undefined ? "" : ` at line ${line} of its index.js`;
}
