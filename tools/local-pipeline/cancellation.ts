/** Cancels a job: when the run is canceled or the job's time is over; what then still runs gets a last deadline. */
export class JobCancellation {
  readonly #requested = new AbortController();
  readonly #over = new AbortController();
  readonly #run: AbortSignal;
  readonly #patience: number;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #onRunCanceled = () => this.#request();
  #isTimedOut = false;

  /** Both times in milliseconds, 0 for no limit. A run that is canceled already cancels nothing any more. */
  constructor(run: AbortSignal, timeout: number, patience: number) {
    this.#run = run;
    this.#patience = patience;
    if (!run.aborted) run.addEventListener("abort", this.#onRunCanceled, { once: true });
    this.#after(timeout, () => {
      this.#isTimedOut = !this.isRequested;
      this.#request();
    });
  }

  /** Aborted when the job is to end; steps whose condition says so still run. */
  get requested(): AbortSignal {
    return this.#requested.signal;
  }

  /** Aborted when nothing may run any longer. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  get isRequested(): boolean {
    return this.#requested.signal.aborted;
  }

  /** True when the job took too long. */
  get isTimedOut(): boolean {
    return this.#isTimedOut;
  }

  /** Forgets timers and listeners at the end of the job. */
  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#run.removeEventListener("abort", this.#onRunCanceled);
  }

  #request(): void {
    if (this.isRequested) return;
    this.#requested.abort();
    this.#after(this.#patience, () => this.#over.abort());
  }

  // Timers hold at most 31 bits.
  #after(milliseconds: number, action: () => void): void {
    if (milliseconds > 0) this.#timers.push(setTimeout(action, Math.min(milliseconds, 2 ** 31 - 1)));
  }
}
