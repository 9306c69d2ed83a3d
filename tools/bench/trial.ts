import type { Network } from "./network.ts";
import type { Traffic } from "./network-messages.ts";
import type { Program } from "./program.ts";
import { runCommand } from "./run-command.ts";

/** Where a program runs. */
export interface TrialPlace {
  /** Undefined where programs run that call no node. */
  readonly network: Network | undefined;
  /** The distance of the node, in milliseconds. */
  readonly roundTrip: number;
  /** How many connections the node has: 0 for the one on which connections are initiated. */
  readonly connections?: number;
}

/** The runs of one program at one distance. */
export class Trial {
  readonly program: Program;
  readonly roundTrip: number;
  /** In milliseconds. */
  readonly times: number[] = [];
  /** Of the run with the most connections, and of that with the most requests. */
  traffic: Traffic = { connections: 0, calls: [] };
  /** Why a run failed. */
  failure: string | undefined;
  readonly #place: TrialPlace;

  constructor(program: Program, place: TrialPlace) {
    this.program = program;
    this.roundTrip = place.roundTrip;
    this.#place = place;
  }

  /** Runs the program once, and keeps its time; not when a run has failed. */
  async run(): Promise<void> {
    if (this.failure !== undefined) return;
    const time = await this.warmUp();
    if (time !== undefined) this.times.push(time);
  }

  /** Runs the program once. Returns its time in milliseconds, undefined when it failed. */
  async warmUp(): Promise<number | undefined> {
    const { program } = this;
    const { network, connections, roundTrip } = this.#place;
    await network?.ask("begin");
    const command = await program.commandFor(network?.urlAt(roundTrip, connections) ?? "");
    const run = await runCommand(command);
    this.failure = program.failureOf(run);
    if (this.failure !== undefined) return void console.error(failedRun(program, run.stdout + run.stderr));
    if (network !== undefined) this.traffic = most(this.traffic, await network.ask("traffic"));
    return run.milliseconds;
  }
}

/**
 * Runs each trial in turn, so that what else the machine does affects all in the same way. A run that takes longer than
 * `longRun` milliseconds is not repeated.
 */
export async function runInTurn(trials: readonly Trial[], rounds: number, longRun = Number.POSITIVE_INFINITY) {
  for (let round = 0; round < rounds; round++) {
    for (const trial of trials) if (trial.times.every((time) => time <= longRun)) await trial.run();
  }
}

/** What a person needs to see why a run failed: its output, without what tasks print for the agent alone. */
export function failedRun({ name, node }: Program, output: string): string {
  const lines = output.split("\n").filter((line) => line !== "" && !/^##vso\[task\.(debug|setsecret)\]/.test(line));
  return [`A run failed (${[name, node].filter(Boolean).join(", ")}):`, ...lines].join("\n");
}

function most(one: Traffic, other: Traffic): Traffic {
  return {
    connections: Math.max(one.connections, other.connections),
    calls: other.calls.length > one.calls.length ? other.calls : one.calls,
  };
}
