import type { Clock } from "../../src/core/clock.ts";

/** A clock on which waits end immediately and advance the time instead. Without waits it shows the time of `base`. */
export class SkippingClock implements Clock {
  /** All waits so far, in milliseconds. */
  readonly waits: number[] = [];
  readonly #base: () => number;
  #skipped = 0;

  /** `base` is the system clock unless given; in milliseconds since 1970. */
  constructor(base: () => number = Date.now) {
    this.#base = base;
  }

  now(): number {
    return this.#base() + this.#skipped;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    this.#skipped += milliseconds;
  }
}
