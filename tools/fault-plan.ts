/** An operation of a test server and the fault to answer it with. */
export interface PlannedFault<Operation, Fault> {
  readonly operation: Operation;
  /** For how many requests; for all of them when absent. */
  readonly times?: number;
  readonly fault: Fault;
}

/** Planned faults. Those of one operation happen in the order in which they were added. */
export class FaultPlan<Operation, Fault> {
  #planned: { operation: Operation; left: number; fault: Fault }[] = [];

  /** Plans a fault. */
  add({ operation, times = Number.POSITIVE_INFINITY, fault }: PlannedFault<Operation, Fault>): void {
    this.#planned.push({ operation, left: times, fault });
  }

  /** The fault for the next request of an operation, which counts as used; undefined when there is none. */
  take(operation: Operation): Fault | undefined {
    const next = this.#planned.find((each) => each.operation === operation && each.left > 0);
    if (next) next.left -= 1;
    return next?.fault;
  }

  /** Removes all faults. */
  clear(): void {
    this.#planned = [];
  }
}
