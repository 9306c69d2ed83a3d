/** Cancels a job when the run is canceled or the job times out, and ends it when the cancel timeout has passed too. */
export class JobCancellation {
  readonly #requested = new AbortController();
  readonly #over = new AbortController();
  readonly #run: AbortSignal;
  readonly #cancelTimeout: number;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #onRunCanceled = () => this.#request();
  #isTimedOut = false;

  /** Both timeouts in milliseconds, 0 for no limit. A run that is already canceled does not cancel the job. */
  constructor(run: AbortSignal, timeout: number, cancelTimeout: number) {
    this.#run = run;
    this.#cancelTimeout = cancelTimeout;
    if (!run.aborted) run.addEventListener("abort", this.#onRunCanceled, { once: true });
    this.#after(timeout, () => {
      this.#isTimedOut = !this.isRequested;
      this.#request();
    });
  }

  /** Aborted when the job is canceled; steps with a matching condition still run. */
  get requested(): AbortSignal {
    return this.#requested.signal;
  }

  /** Aborted when the cancel timeout has passed and every step must stop. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  get isRequested(): boolean {
    return this.#requested.signal.aborted;
  }

  /** True when the job exceeded its timeout. */
  get isTimedOut(): boolean {
    return this.#isTimedOut;
  }

  /** Removes timers and listeners at the end of the job. */
  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#run.removeEventListener("abort", this.#onRunCanceled);
  }

  #request(): void {
    if (this.isRequested) return;
    this.#requested.abort();
    this.#after(this.#cancelTimeout, () => this.#over.abort());
  }

  // The delay of a Node timer has at most 31 bits.
  #after(milliseconds: number, action: () => void): void {
    if (milliseconds > 0) this.#timers.push(setTimeout(action, Math.min(milliseconds, 2 ** 31 - 1)));
  }
}
