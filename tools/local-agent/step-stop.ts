/** Why a step was stopped from outside. */
export type StopReason = "timeout" | "cancel";

/** Ends a step that ran out of time or was canceled. */
export class StepStopped extends Error {
  override readonly name = "StepStopped";
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(reason === "timeout" ? "The task has timed out." : "The operation was canceled.");
    this.reason = reason;
  }
}

/** Stops a step once, for the first reason that comes: its time is over or the run is canceled. */
export class StepStop {
  readonly #controller = new AbortController();
  readonly #cancel: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #onCancel = () => this.#stop("cancel");
  #reason: StopReason | undefined;

  /** `timeoutMilliseconds`: counted from now over all attempts; none when undefined. */
  constructor(cancel: AbortSignal | undefined, timeoutMilliseconds: number | undefined) {
    this.#cancel = cancel;
    if (cancel?.aborted === true) this.#stop("cancel");
    cancel?.addEventListener("abort", this.#onCancel, { once: true });
    if (timeoutMilliseconds !== undefined) this.#timer = setTimeout(() => this.#stop("timeout"), timeoutMilliseconds);
  }

  /** Why the step has to stop, once it has to. */
  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** Aborted once the step has to stop. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** @throws StepStopped when the step has to stop. */
  throwIfStopped(): void {
    if (this.#reason !== undefined) throw new StepStopped(this.#reason);
  }

  /** Forgets timer and listener at the end of the step. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#cancel?.removeEventListener("abort", this.#onCancel);
  }

  #stop(reason: StopReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#controller.abort();
  }
}
