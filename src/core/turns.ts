import type { Failure } from "./failure.ts";

/** How long work may block signals, timers and answers, in milliseconds. */
const longestTurn = 25;

/** Checking the time for every item would take longer than most items. */
const itemsBetween = 200;

/** Applies `make` to each item, and lets other events run in between. */
export async function mapInTurns<T, R>(items: readonly T[], make: (item: T) => R): Promise<R[]> {
  const turns = new Turns();
  const made: R[] = [];
  for (let start = 0; start < items.length; start += itemsBetween) {
    await turns.next();
    for (const item of items.slice(start, start + itemsBetween)) made.push(make(item));
  }
  return made;
}

/** Interrupts long work regularly, so that the step can be stopped meanwhile. */
export class Turns {
  readonly #overdue: () => Failure | undefined;
  #began = performance.now();

  /** `overdue` returns the failure that ends the work, once its time is over or the step was stopped. */
  constructor(overdue: () => Failure | undefined = () => undefined) {
    this.#overdue = overdue;
  }

  /** Await this between two parts of the work. Raises the failure that `overdue` returns. */
  async next(): Promise<void> {
    if (performance.now() - this.#began < longestTurn) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#began = performance.now();
    const failure = this.#overdue();
    if (failure !== undefined) throw failure;
  }
}
