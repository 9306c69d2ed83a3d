import type { Build } from "./builds.ts";
import type { Spread } from "./statistics.ts";

/** What a row of the tables is about. */
export type RowName =
  | "bare start"
  | "floor"
  | "task"
  | "task, folder kept"
  | "task, other build"
  | "curl and jq, two calls"
  | "curl and jq, the same calls";

/** A program that was measured, and the Node that ran it. */
export interface Row {
  readonly name: RowName;
  /** Such as `v24.18.1`; null for a program that is not run by Node. */
  readonly node: string | null;
}

/** The times at one distance, in milliseconds. */
export interface TimesAtDistance {
  /** In milliseconds. */
  readonly roundTrip: number;
  readonly times: Spread;
}

/** What was measured of one program. */
export interface SpeedRow extends Row {
  /** Shortest distance first; only the distances at which no run failed. */
  readonly distances: readonly TimesAtDistance[];
  /** How many round trips a run takes, from the shortest and the longest distance; null when that cannot be told. */
  readonly roundTrips: number | null;
  /** The most connections that a run opened. */
  readonly connections: number;
  /** Method and path of each request of a run, sorted. Of runs that differ, the one with the most. */
  readonly calls: readonly string[];
  /** Why a run failed: an error code of a task, or the exit code; null when none did. */
  readonly failure: string | null;
}

/** The peak memory of one program: the median of several runs, in megabytes of 1,000,000 bytes. */
export interface MemoryRow extends Row {
  readonly peakMegabytes: number;
}

/** The files of one task; sizes are in bytes. */
export interface TaskSize {
  readonly build: Build["name"];
  readonly task: string;
  /** What every run against an https node loads, in the order of loading; empty when it is not known. */
  readonly loaded: readonly { readonly file: string; readonly bytes: number }[];
  /** All files of the folder, as the agent downloads it. */
  readonly files: number;
  readonly bytes: number;
}

/** The extension package of a build, in bytes. */
export interface PackageSize {
  readonly build: Build["name"];
  readonly bytes: number;
}

/** ExalateStatus@1, which looks once for one connection by its name, on a node with this many connections. */
export interface StatusRow extends Row {
  readonly connections: number;
  readonly distances: readonly TimesAtDistance[];
  /** Requests of one run; null when it failed. */
  readonly requests: number | null;
  /** In megabytes of 1,000,000 bytes; null when it failed. */
  readonly peakMegabytes: number | null;
  /** The error code of the task; null when no run failed. */
  readonly failure: string | null;
}

/** All that one run of the bench measured: what `--json` prints. */
export interface BenchReport {
  /** Processor cores of the machine. */
  readonly cores: number;
  /** How many runs of each program were timed at each distance. */
  readonly rounds: number;
  /** The distances at which programs were timed, in milliseconds, shortest first. */
  readonly roundTripTimes: readonly number[];
  /** Those of them at which ExalateStatus@1 was timed. */
  readonly statusRoundTripTimes: readonly number[];
  /** Sentences that say what was not measured, and why. */
  readonly skipped: readonly string[];
  readonly speed: readonly SpeedRow[];
  readonly memory: readonly MemoryRow[];
  readonly sizes: readonly TaskSize[];
  readonly packages: readonly PackageSize[];
  readonly status: readonly StatusRow[];
}
