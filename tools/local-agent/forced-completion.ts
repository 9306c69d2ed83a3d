/** The timeout after `done=true`: the agent then stops waiting for the process, even if it still runs. */
export class ForcedCompletion {
  readonly #timeout: number;
  readonly #abandon: () => void;
  /** Fulfilled when the agent stops waiting. */
  readonly abandoned: Promise<void>;
  #timer: NodeJS.Timeout | undefined;

  /** `timeout`: milliseconds from the command to the end of waiting; 5,000 in the agent. */
  constructor(timeout: number) {
    this.#timeout = timeout;
    let abandon = () => {};
    this.abandoned = new Promise((resolve) => {
      abandon = resolve;
    });
    this.#abandon = abandon;
  }

  /** Starts the timeout; later calls have no effect. */
  request(): void {
    this.#timer ??= setTimeout(this.#abandon, this.#timeout);
  }

  /** Clears the timer after the end of the process. */
  dispose(): void {
    clearTimeout(this.#timer);
  }
}
