/** The time that a run sees. Tests replace it so that they need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits for this many milliseconds. Ends at once, without an error, when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        // Remove the listener: a task that polls waits hundreds of times on one signal.
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, signal.aborted ? 0 : milliseconds);
      signal.addEventListener("abort", end, { once: true });
    }),
};
