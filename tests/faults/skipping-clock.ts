import type { Clock } from "../../src/core/clock.ts";

/** The system clock, except that waits end immediately and advance the clock instead. */
export class SkippingClock implements Clock {
  /** All waits so far, in milliseconds. */
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
