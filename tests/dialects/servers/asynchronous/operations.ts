import { randomUUID } from "node:crypto";
import { Refusal } from "../shared/refusal.ts";

/** What an operation does. Returns the id of the connection. */
export type Work = () => string | Promise<string>;

interface Operation {
  readonly name: string;
  readonly state: "running" | "done" | "failed";
  readonly connectionId?: string;
  readonly problem?: string;
}

/** Work that is done some time after it was asked for. */
export class Operations {
  readonly #delayMilliseconds: number;
  readonly #byId = new Map<string, Operation>();

  constructor(delayMilliseconds: number) {
    this.#delayMilliseconds = delayMilliseconds;
  }

  /** Starts the work for a connection with this name and returns the id of the operation. */
  begin(name: string, work: Work): string {
    const id = `op-${randomUUID()}`;
    this.#byId.set(id, { name, state: "running" });
    setTimeout(() => void this.#finish(id, name, work), this.#delayMilliseconds).unref();
    return id;
  }

  /** Whether an operation for this name runs. */
  isUnderWay(name: string): boolean {
    return [...this.#byId.values()].some((operation) => operation.name === name && operation.state === "running");
  }

  /** The state of an operation as the API shows it. */
  state(id = ""): Omit<Operation, "name"> {
    const operation = this.#byId.get(id);
    if (operation === undefined) throw new Refusal(404, `There is no operation ${id}`);
    const { name: _, ...shown } = operation;
    return shown;
  }

  async #finish(id: string, name: string, work: Work): Promise<void> {
    try {
      this.#byId.set(id, { name, state: "done", connectionId: await work() });
    } catch (error) {
      this.#byId.set(id, { name, state: "failed", problem: error instanceof Error ? error.message : "Unknown" });
    }
  }
}
