import type { Failure } from "./failure.ts";

/** How long work may go on before signals, timers and answers have their turn, in milliseconds. */
const longestTurn = 25;

/** Waiting for each item by itself would take longer than most of them. */
const itemsBetween = 200;

/** What `make` makes of each item, in turns. */
export async function mapInTurns<T, R>(items: readonly T[], make: (item: T) => R): Promise<R[]> {
  const turns = new Turns();
  const made: R[] = [];
  for (let start = 0; start < items.length; start += itemsBetween) {
    await turns.next();
    for (const item of items.slice(start, start + itemsBetween)) made.push(make(item));
  }
  return made;
}

/** Divides long work into turns, between which a stop of the step gets through. */
export class Turns {
  readonly #overdue: () => Failure | undefined;
  #began = performance.now();

  /** `overdue` gives the failure with which the work is to end, once its time is over or it was stopped. */
  constructor(overdue: () => Failure | undefined = () => undefined) {
    this.#overdue = overdue;
  }

  /** To be awaited between two parts of the work. Raises what `overdue` gives. */
  async next(): Promise<void> {
    if (performance.now() - this.#began < longestTurn) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#began = performance.now();
    const failure = this.#overdue();
    if (failure !== undefined) throw failure;
  }
}
