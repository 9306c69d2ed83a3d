/**
 * Limits the time of work, and ends it when another signal is aborted. This does not use `AbortSignal.any`, because an agent
 * may fall back to Node 16, which does not have it.
 */
export class TimeLimit {
  readonly #controller = new AbortController();
  readonly #stop: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #abort = () => this.#controller.abort();
  #isOver = false;

  /** `milliseconds` is undefined when only `stop` ends the work. */
  constructor(milliseconds: number | undefined, stop?: AbortSignal) {
    this.#stop = stop;
    stop?.addEventListener("abort", this.#abort);
    if (stop?.aborted) this.#abort();
    if (milliseconds !== undefined) this.#timer = setTimeout(() => this.#end(), milliseconds);
  }

  /** A signal that is aborted when the time is over or the other signal is aborted. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time is over. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The result of the work. Raises an error with code `ETIMEDOUT` when the time is over, and `ECANCELED` when stopped. */
  bound<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const end = () => reject(coded(this.#isOver ? "ETIMEDOUT" : "ECANCELED"));
      if (signal.aborted) end();
      signal.addEventListener("abort", end);
      work.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
    });
  }

  /** Call this when the work is done, so that no timer keeps the process alive. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#stop?.removeEventListener("abort", this.#abort);
  }

  #end(): void {
    this.#isOver = true;
    this.#abort();
  }
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
