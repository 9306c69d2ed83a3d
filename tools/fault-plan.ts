/** An operation of a stand-in server and what goes wrong with it. */
export interface PlannedFault<Operation, Fault> {
  readonly operation: Operation;
  /** For how many requests; for all of them unless given. */
  readonly times?: number;
  readonly fault: Fault;
}

/** The faults that wait for their requests. Those of one operation come in the order in which they were told. */
export class FaultPlan<Operation, Fault> {
  #planned: { operation: Operation; left: number; fault: Fault }[] = [];

  /** Plans a fault. */
  add({ operation, times = Number.POSITIVE_INFINITY, fault }: PlannedFault<Operation, Fault>): void {
    this.#planned.push({ operation, left: times, fault });
  }

  /** Takes the fault that the next request of an operation meets. */
  take(operation: Operation): Fault | undefined {
    const next = this.#planned.find((each) => each.operation === operation && each.left > 0);
    if (next) next.left -= 1;
    return next?.fault;
  }

  /** Forgets all faults. */
  clear(): void {
    this.#planned = [];
  }
}
