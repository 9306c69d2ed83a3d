import { firstConnectionName } from "../exalate-node/first-connections.ts";
import type { Build } from "./builds.ts";
import type { Network } from "./network.ts";
import type { NodeBinary } from "./node-binaries.ts";
import { megabytes, observe } from "./observed-run.ts";
import { type Program, type ProgramPlaces, taskProgram } from "./program.ts";
import type { StatusRow } from "./report.ts";
import { distancesOf, failureIn } from "./speed.ts";
import { runInTurn, Trial } from "./trial.ts";

/** A run that takes longer is timed only once, in milliseconds. */
export const longRun = 2000;

/** What to measure. */
export interface StatusPlan {
  readonly rounds: number;
  /** In milliseconds, shortest first. */
  readonly roundTripTimes: readonly number[];
  /** How many connections the nodes have. */
  readonly connectionCounts: readonly number[];
  readonly network: Network;
  readonly builds: readonly Build[];
  readonly binaries: readonly NodeBinary[];
  readonly places: ProgramPlaces;
  readonly progress: (line: string) => void;
}

/** Measures ExalateStatus@1 on nodes with many connections. */
export async function measureStatus(plan: StatusPlan): Promise<StatusRow[]> {
  const rows: StatusRow[] = [];
  for (const connections of plan.connectionCounts) {
    plan.progress(`Measuring ExalateStatus@1 among ${connections.toLocaleString("en")} connections.`);
    rows.push(...(await measureAmong(connections, plan)));
  }
  return rows;
}

async function measureAmong(connections: number, plan: StatusPlan): Promise<StatusRow[]> {
  const { binaries, builds, network, places, rounds } = plan;
  // The list is read in the order in which the connections were made, so the last one is the farthest.
  const inputs = { connectionName: firstConnectionName(connections), expect: "active" };
  const programs = binaries.flatMap((node) =>
    builds.map((build) => taskProgram({ build, task: "ExalateStatus", inputs, node }, places)),
  );
  const trials = plan.roundTripTimes.flatMap((roundTrip) =>
    programs.map((program) => new Trial(program, { network, roundTrip, connections })),
  );
  await runInTurn(trials, rounds, longRun);
  const rows: StatusRow[] = [];
  for (const program of programs) {
    const own = trials.filter((trial) => trial.program === program);
    rows.push(await rowOf(program, own, connections, plan));
  }
  return rows;
}

async function rowOf(
  program: Program,
  trials: readonly Trial[],
  connections: number,
  { roundTripTimes: [nearest = 0], network, places }: StatusPlan,
): Promise<StatusRow> {
  const { name, node } = program;
  const failure = failureIn(trials);
  const row = { name, node, connections, distances: distancesOf(trials), failure };
  if (failure !== null) return { ...row, requests: null, peakMegabytes: null };
  const observed = await observe(program, network.urlAt(nearest, connections), places.agentFolder);
  return {
    ...row,
    requests: Math.max(...trials.map(({ traffic }) => traffic.calls.length)),
    peakMegabytes: observed === undefined ? null : megabytes(observed.peakKilobytes),
  };
}
