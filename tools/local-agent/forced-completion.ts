/** The agent's patience with a process that said `done=true`: it stops waiting a while later, alive or not. */
export class ForcedCompletion {
  readonly #patience: number;
  readonly #abandon: () => void;
  /** Fulfilled when the agent stops waiting. */
  readonly abandoned: Promise<void>;
  #timer: NodeJS.Timeout | undefined;

  /** `patience`: milliseconds between the command and the end of waiting; 5,000 in the agent. */
  constructor(patience: number) {
    this.#patience = patience;
    let abandon = () => {};
    this.abandoned = new Promise((resolve) => {
      abandon = resolve;
    });
    this.#abandon = abandon;
  }

  /** Starts the wait; later calls change nothing. */
  request(): void {
    this.#timer ??= setTimeout(this.#abandon, this.#patience);
  }

  /** Forgets the timer once the process has ended by itself. */
  dispose(): void {
    clearTimeout(this.#timer);
  }
}
