import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** An embedded Exalate node in a separate process, so that its work does not add to the task's time. */
export interface NodeProcess {
  readonly url: string;
  /** Ends the process. */
  stop(): Promise<void>;
}

/** Starts an embedded node and waits until it listens. @throws Error when the process ends first */
export function startNodeProcess(): Promise<NodeProcess> {
  const main = fileURLToPath(new URL("../exalate-node/main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", main], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The embedded node ended with ${code}`)));
    child.stdout.once("data", (greeting: Buffer) => {
      const url = /https?:\S+/.exec(greeting.toString())?.[0] ?? "";
      resolve({ url, stop: () => stop(child, ended) });
    });
  });
}

function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill("SIGTERM");
  return ended;
}
