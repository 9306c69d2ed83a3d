/** A timer of Node can be this much late, or early, in milliseconds. */
const timerError = 1.5;

interface Waiting {
  readonly due: number;
  readonly deliver: () => void;
}

/** Delivers things in the order in which they were put, each no earlier than its time. */
export class DelayLine {
  readonly #waiting: Waiting[] = [];
  #isWaiting = false;

  /** Calls `deliver` when `performance.now()` has reached `due`; at once when it has and nothing waits before it. */
  put(due: number, deliver: () => void): void {
    this.#waiting.push({ due, deliver });
    if (!this.#isWaiting) this.#deliverDue();
  }

  /** Forgets everything that waits. */
  clear(): void {
    this.#waiting.length = 0;
  }

  #deliverDue(): void {
    this.#isWaiting = true;
    while (this.#waiting[0] !== undefined && this.#waiting[0].due <= performance.now())
      this.#waiting.shift()?.deliver();
    this.#isWaiting = this.#waiting[0] !== undefined;
    if (this.#waiting[0] !== undefined) this.#lookAgain(this.#waiting[0].due - performance.now());
  }

  /** Timers are exact to a millisecond only, which would add up over many round trips. The rest is waited in turns. */
  #lookAgain(left: number): void {
    if (left > timerError) setTimeout(() => this.#deliverDue(), left - timerError);
    else setImmediate(() => this.#deliverDue());
  }
}
