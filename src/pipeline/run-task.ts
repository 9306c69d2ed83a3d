import { Failure } from "../core/failure.ts";
import type { Agent } from "./agent.ts";

/**
 * Runs a task's body as the one failure boundary: whatever goes wrong ends the step once, as failed, with its code.
 * The process ends by itself with exit code 0, as the agent expects of a task that reports its result.
 */
export async function runTask(agent: Agent, body: (agent: Agent) => Promise<void>): Promise<void> {
  catchStrayErrors(agent);
  try {
    await body(agent);
    agent.succeed();
  } catch (error) {
    agent.fail(messageOf(error));
  }
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
