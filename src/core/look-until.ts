import type { Clock } from "./clock.ts";

/** What waiting between looks needs. */
export interface LookPorts {
  readonly clock: Pick<Clock, "sleep">;
  /** Ends the looking; what the last look saw counts then. */
  readonly signal: AbortSignal;
}

/**
 * The pauses between looks at a node whose list may lag behind what it has done, in milliseconds: 15 s in all. A change
 * that the node lists later than that is not seen.
 */
export const lookPauses: readonly number[] = [1000, 2000, 4000, 8000];

/** The pauses for a node that works on after its answer, and lists what it did later, in milliseconds: 60 s in all. */
export const longLookPauses: readonly number[] = [...lookPauses, 15_000, 30_000];

/**
 * Looks again and again until `isEnough` says so, the pauses are over or the run is stopped. Returns what the last look
 * saw.
 */
export async function lookUntil<T>(
  isEnough: (seen: T) => boolean,
  look: () => Promise<T>,
  { clock, signal }: LookPorts,
  pauses = lookPauses,
): Promise<T> {
  let seen = await look();
  for (const pause of pauses) {
    if (isEnough(seen)) return seen;
    await clock.sleep(pause, signal);
    if (signal.aborted) return seen;
    seen = await look();
  }
  return seen;
}
