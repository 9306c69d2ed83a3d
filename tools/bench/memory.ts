import type { Network } from "./network.ts";
import { megabytes, observe } from "./observed-run.ts";
import type { Program } from "./program.ts";
import type { MemoryRow } from "./report.ts";
import { median } from "./statistics.ts";

/** More runs do not change the median. */
const mostRuns = 5;

/** What to measure. */
export interface MemoryPlan {
  readonly rounds: number;
  /** The distance of the node, in milliseconds. */
  readonly roundTrip: number;
  readonly network: Network | undefined;
  /** A folder for what the runs report. */
  readonly folder: string;
}

/** Measures the peak memory of programs of Node, in runs of their own; leaves out those that fail. */
export async function measureMemory(programs: readonly Program[], plan: MemoryPlan): Promise<MemoryRow[]> {
  const measurable = programs.filter(({ node }) => node !== null);
  const rows: MemoryRow[] = [];
  for (const program of measurable) {
    const peaks = await peaksOf(program, plan);
    const { name, node } = program;
    if (peaks.length > 0) rows.push({ name, node, peakMegabytes: megabytes(median(peaks)) });
  }
  return rows;
}

async function peaksOf(program: Program, { rounds, roundTrip, network, folder }: MemoryPlan): Promise<number[]> {
  const peaks: number[] = [];
  for (let round = 0; round < Math.min(rounds, mostRuns); round++) {
    await network?.ask("begin");
    const observed = await observe(program, network?.urlAt(roundTrip) ?? "", folder);
    if (observed !== undefined) peaks.push(observed.peakKilobytes);
  }
  return peaks;
}
