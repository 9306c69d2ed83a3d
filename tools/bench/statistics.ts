/** The shortest, the middle and the longest of some times, in milliseconds, and how many there were. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly runs: number;
}

/** The spread of at least one time. @throws RangeError when there is none */
export function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((one, other) => one - other);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) throw new RangeError("There are no times.");
  return { min, median: median(sorted), max, runs: sorted.length };
}

/** The value in the middle; between the two in the middle when their number is even; NaN when there are none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** A median time at one round trip time, both in milliseconds. */
export interface TimeAtDistance {
  readonly roundTrip: number;
  readonly median: number;
}

/** How many round trips the time contains, from the shortest and the longest distance; undefined for one distance. */
export function roundTripsOf(times: readonly TimeAtDistance[]): number | undefined {
  const sorted = [...times].sort((one, other) => one.roundTrip - other.roundTrip);
  const [near, far] = [sorted[0], sorted.at(-1)];
  if (near === undefined || far === undefined || near.roundTrip === far.roundTrip) return undefined;
  return (far.median - near.median) / (far.roundTrip - near.roundTrip);
}
