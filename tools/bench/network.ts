import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { NetworkAnswers, NetworkPlaces, NetworkPlan, NetworkQuestion } from "./network-messages.ts";

/** The nodes that are measured, with their distances, in a process of their own. */
export class Network {
  readonly #child: ChildProcess;
  readonly #places: NetworkPlaces;

  private constructor(child: ChildProcess, places: NetworkPlaces) {
    this.#child = child;
    this.#places = places;
  }

  /** Starts the process, and waits until all nodes listen. @throws Error when it ends before */
  static async start(plan: NetworkPlan): Promise<Network> {
    const file = fileURLToPath(new URL("network-process.ts", import.meta.url));
    const child = fork(file, [JSON.stringify(plan)], { execArgv: ["--import", "tsx"], stdio: ["ignore", 2, 2, "ipc"] });
    return new Network(child, await nextMessage<NetworkPlaces>(child));
  }

  /** The URL of the node that connections lead to. */
  get destinationUrl(): string {
    return this.#places.destinationUrl;
  }

  /**
   * The URL of a node at a distance in milliseconds: of the one with that many connections, or the one on which connections
   * are initiated. @throws RangeError when the plan had no such node
   */
  urlAt(roundTrip: number, connections = 0): string {
    const found = this.#places.addresses.find(
      (each) => each.roundTrip === roundTrip && each.connections === connections,
    );
    if (found === undefined) throw new RangeError(`No node is ${roundTrip} ms away with ${connections} connections.`);
    return found.url;
  }

  /** Asks the process; see {@link NetworkAnswers}. Ask one question at a time. @throws Error when the process ended */
  ask<Question extends NetworkQuestion>(question: Question): Promise<NetworkAnswers[Question]> {
    this.#child.send(question);
    return nextMessage(this.#child);
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.disconnect();
    await exited;
  }
}

function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`The process of the nodes ended with ${code}.`));
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      resolve(message as Message);
    });
  });
}
