import type { Clock } from "../../src/core/clock.ts";

/** A clock that runs as the machine's does, but for waits: they are over at once, and the clock is that much later. */
export class SkippingClock implements Clock {
  /** Every wait so far, in milliseconds. */
  readonly waits: number[] = [];
  #skipped = 0;

  now(): number {
    return Date.now() + this.#skipped;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    this.#skipped += milliseconds;
  }
}
