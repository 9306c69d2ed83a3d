import type { Network } from "./network.ts";
import type { Program } from "./program.ts";
import type { SpeedRow, TimesAtDistance } from "./report.ts";
import { roundTripsOf, spreadOf } from "./statistics.ts";
import { runInTurn, Trial } from "./trial.ts";

/** Runs before the first timed ones, which fill the caches of the machine and let the nodes compile their code. */
const warmUps = 2;

/** What to measure. */
export interface SpeedPlan {
  readonly rounds: number;
  /** In milliseconds, shortest first. */
  readonly roundTripTimes: readonly number[];
  readonly progress: (line: string) => void;
}

/** Measures programs in turn at each distance. Those that call a node need a network. */
export async function measureSpeed(
  programs: readonly Program[],
  network: Network | undefined,
  { rounds, roundTripTimes, progress }: SpeedPlan,
): Promise<SpeedRow[]> {
  const trials: Trial[] = [];
  for (const [index, roundTrip] of roundTripTimes.entries()) {
    const present = programs.filter(({ callsNode }) => callsNode || index === 0);
    if (present.length === 0) continue;
    progress(`Measuring ${present.length} programs with a round trip time of ${roundTrip} ms.`);
    const here = present.map((program) => new Trial(program, { network, roundTrip }));
    if (index === 0) await warmUp(here);
    await runInTurn(here, rounds);
    trials.push(...here);
  }
  return programs.map((program) =>
    rowOf(
      program,
      trials.filter((trial) => trial.program === program),
    ),
  );
}

async function warmUp(trials: readonly Trial[]): Promise<void> {
  for (let round = 0; round < warmUps; round++) for (const trial of trials) await trial.warmUp();
}

function rowOf({ name, node }: Program, trials: readonly Trial[]): SpeedRow {
  const distances = distancesOf(trials);
  const medians = distances.map(({ roundTrip, times }) => ({ roundTrip, median: times.median }));
  const calls = trials.map(({ traffic }) => traffic.calls).sort((one, other) => other.length - one.length);
  return {
    name,
    node,
    distances,
    roundTrips: roundTripsOf(medians) ?? null,
    connections: Math.max(0, ...trials.map(({ traffic }) => traffic.connections)),
    calls: [...(calls[0] ?? [])].sort(),
    failure: failureIn(trials),
  };
}

/** The times of the trials in which no run failed. */
export function distancesOf(trials: readonly Trial[]): TimesAtDistance[] {
  const complete = trials.filter(({ failure, times }) => failure === undefined && times.length > 0);
  return complete.map(({ roundTrip, times }) => ({ roundTrip, times: spreadOf(times) }));
}

/** Why the first of the trials failed that did; null when none did. */
export function failureIn(trials: readonly Trial[]): string | null {
  return trials.find(({ failure }) => failure !== undefined)?.failure ?? null;
}
