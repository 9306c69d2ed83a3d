/** Why a step was stopped. */
export type StopReason = "timeout" | "cancel";

/** Ends a step that timed out or was canceled. */
export class StepStopped extends Error {
  override readonly name = "StepStopped";
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(reason === "timeout" ? "The task has timed out." : "The operation was canceled.");
    this.reason = reason;
  }
}

/** Stops a step once, for the first reason: a timeout or a cancellation. */
export class StepStop {
  readonly #controller = new AbortController();
  readonly #cancel: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #onCancel = () => this.#stop("cancel");
  #reason: StopReason | undefined;

  /** `timeoutMilliseconds`: from now, for all attempts together; undefined for no timeout. */
  constructor(cancel: AbortSignal | undefined, timeoutMilliseconds: number | undefined) {
    this.#cancel = cancel;
    if (cancel?.aborted === true) this.#stop("cancel");
    cancel?.addEventListener("abort", this.#onCancel, { once: true });
    if (timeoutMilliseconds !== undefined) this.#timer = setTimeout(() => this.#stop("timeout"), timeoutMilliseconds);
  }

  /** Why the step must stop; undefined as long as it can run. */
  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** Aborted when the step must stop. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** @throws StepStopped when the step must stop. */
  throwIfStopped(): void {
    if (this.#reason !== undefined) throw new StepStopped(this.#reason);
  }

  /** Removes timer and listener at the end of the step. */
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
