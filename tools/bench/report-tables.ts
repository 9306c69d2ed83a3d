import { kilobytes } from "../build/build-tasks.ts";
import type {
  BenchReport,
  MemoryRow,
  PackageSize,
  Row,
  RowName,
  SpeedRow,
  StatusRow,
  TaskSize,
  TimesAtDistance,
} from "./report.ts";
import { longRun } from "./status.ts";
import type { Table } from "./table.ts";

/** What stands in a cell for which there is no value. */
const none = "–";

const explained: Readonly<Record<RowName, string>> = {
  "bare start": "a start of Node that does nothing (`node -e 0`)",
  floor: "the calls of the task with Node's own `https` alone: it checks, masks and publishes nothing",
  task: "ExalateInitiate@1 as an agent of Microsoft's runs it, which is new for each job",
  "task, folder kept": "the same on an agent of your own, which keeps the task's folder, from the third run on",
  "task, other build": "the same task of the build that `--beside` names",
  "curl and jq, two calls": "a bash script that only signs in and initiates, and checks nothing",
  "curl and jq, the same calls": "a bash script with the calls of the task, one curl for each",
};

/** The tables of a run, in the order in which they are shown. */
export function reportTables(report: BenchReport): Table[] {
  return [speedTable(report), memoryTable(report), sizeTable(report), statusTable(report)].filter(
    ({ rows }) => rows.length > 0,
  );
}

/** What was measured, as sentences. */
export function aboutRun({ cores, rounds, skipped }: BenchReport): string[] {
  return [
    `The node runs on this machine (${cores} cores) and is served over TLS 1.3; a relay adds the round trip time.`,
    `Programs run in turn, ${rounds} times at each distance. NODE_EXTRA_CA_CERTS is unset for all of them.`,
    ...skipped.map((sentence) => `Skipped: ${sentence}`),
  ];
}

function speedTable({ speed, roundTripTimes }: BenchReport): Table {
  const names = [...new Set(speed.map(({ name }) => name))];
  return {
    title: "Time to initiate a connection",
    explanation: [
      "Milliseconds from the start of the process to its end: shortest – median – longest, by the round trip time to the node.",
      "",
      ...names.map((name) => `- ${name}: ${explained[name]}`),
      "- over floor: how much longer the median is than that of the floor, at the shortest distance",
      "- round trips: how much longer a run takes for each millisecond of distance, so how often it waits for the node",
      "- requests, connections: those of one run, counted by the node and by the relay before it",
    ],
    header: [
      "Program",
      "Node",
      ...roundTripTimes.map(distance),
      "over floor",
      "round trips",
      "requests",
      "connections",
    ],
    rows: speed.map((row) => [
      ...labels(row),
      ...timeCells(row, roundTripTimes),
      overFloor(row, speed),
      row.roundTrips?.toFixed(1) ?? none,
      counted(row.calls.length),
      counted(row.connections),
    ]),
    texts: 2,
  };
}

function memoryTable({ memory }: BenchReport): Table {
  return {
    title: "Peak memory",
    explanation: ["Megabytes of 1,000,000 bytes: the most that the process had at a time; medians of separate runs."],
    header: ["Program", "Node", "MB", "times a bare start"],
    rows: memory.map((row) => [...labels(row), row.peakMegabytes.toFixed(1), overBare(row, memory)]),
    texts: 2,
  };
}

function sizeTable({ sizes, packages }: BenchReport): Table {
  return {
    title: "Bytes of each task",
    explanation: [
      "Kilobytes of 1000 bytes. An agent downloads the whole folder once, and each run over https loads a part of it.",
      ...packages.map(packageLine),
    ],
    header: ["Task", "Build", "files that every run loads", "loaded", "whole folder", "files"],
    rows: sizes.map(sizeCells),
    texts: 3,
  };
}

function statusTable({ status, statusRoundTripTimes }: BenchReport): Table {
  return {
    title: "ExalateStatus@1 among many connections",
    explanation: [
      `One look for one connection by its name. Milliseconds: shortest – median – longest; a run over ${longRun} ms is timed once.`,
    ],
    header: ["Connections", "Program", "Node", ...statusRoundTripTimes.map(distance), "requests", "MB"],
    rows: status.map((row) => [
      row.connections.toLocaleString("en"),
      ...labels(row),
      ...timeCells(row, statusRoundTripTimes),
      row.requests?.toLocaleString("en") ?? none,
      row.peakMegabytes?.toFixed(1) ?? none,
    ]),
    texts: 3,
  };
}

function labels({ name, node }: Row): [name: string, node: string] {
  return [name, node ?? none];
}

function distance(roundTrip: number): string {
  return `${roundTrip} ms`;
}

function counted(count: number): string {
  return count === 0 ? none : String(count);
}

function timeCells({ distances, failure }: SpeedRow | StatusRow, roundTrips: readonly number[]): string[] {
  return roundTrips.map((roundTrip) => {
    const found = distances.find((each) => each.roundTrip === roundTrip);
    return found === undefined ? (failure ?? none) : timeCell(found);
  });
}

function timeCell({ times: { min, median, max, runs } }: TimesAtDistance): string {
  return runs === 1 ? median.toFixed(0) : [min, median, max].map((time) => time.toFixed(0)).join(" – ");
}

/** How many milliseconds the median at the shortest distance is over the floor of the same Node. */
function overFloor({ name, node, distances: [nearest] }: SpeedRow, rows: readonly SpeedRow[]): string {
  const floor = rows.find((row) => row.name === "floor" && row.node === node)?.distances[0];
  if (nearest === undefined || floor === undefined || !name.startsWith("task")) return none;
  return `+${(nearest.times.median - floor.times.median).toFixed(1)}`;
}

function overBare({ node, peakMegabytes }: MemoryRow, rows: readonly MemoryRow[]): string {
  const bare = rows.find((row) => row.name === "bare start" && row.node === node);
  return bare === undefined ? none : (peakMegabytes / bare.peakMegabytes).toFixed(2);
}

function packageLine({ build, bytes }: PackageSize): string {
  return `The extension package (.vsix) of ${build === "this" ? "this build" : "the other build"} has ${kilobytes(bytes)}.`;
}

function sizeCells({ build, task, loaded, files, bytes }: TaskSize): string[] {
  const names = loaded.map(({ file }) => file).join(", ");
  const together = loaded.reduce((sum, each) => sum + each.bytes, 0);
  return [task, build, names || none, together === 0 ? none : kilobytes(together), kilobytes(bytes), String(files)];
}
