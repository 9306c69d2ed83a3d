import { Failure } from "../core/failure.ts";

/**
 * Loads age, a file of its own in a built task. Raises EXA715 on a Node older than 20: it lacks parts of the Web platform that
 * age-encryption needs. An agent may fall back to Node 16.
 */
export async function loadAge() {
  if (typeof Response !== "function" || globalThis.crypto?.subtle === undefined) throw nodeTooOld();
  return import("../delivery/age.ts");
}

function nodeTooOld(): Failure {
  return new Failure(
    "EXA715",
    `The agent runs this task with Node ${process.versions.node}, which cannot encrypt with age.`,
    "Use an agent that runs tasks with Node 20 or later.",
  );
}
