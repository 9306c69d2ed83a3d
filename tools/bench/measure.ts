import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildTasks } from "../build/build-tasks.ts";
import { Authority } from "../certificate-authority.ts";
import { createPackage } from "../package/create-package.ts";
import { type Build, hasCurrentPackage } from "./builds.ts";
import { measureMemory } from "./memory.ts";
import { type Missing, missingPrograms } from "./missing-programs.ts";
import { Network } from "./network.ts";
import { type NodeBinary, nodeBinaries } from "./node-binaries.ts";
import type { BenchOptions } from "./options.ts";
import { bareStart, curlCalls, floor, type Program, type ProgramPlaces, task } from "./program.ts";
import type { BenchReport, StatusRow, TaskSize } from "./report.ts";
import { initiateInputs } from "./script-environment.ts";
import { measureSizes, packageSizes } from "./sizes.ts";
import { measureSpeed } from "./speed.ts";
import { measureStatus } from "./status.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Two distances show what a request costs, and looks on large nodes take long. */
const statusDistances = 2;

/** Looks vary little: one for this many rounds. */
const roundsPerLook = 3;

/** What is measured, and where. */
interface Setting {
  readonly options: BenchOptions;
  readonly builds: readonly Build[];
  readonly binaries: readonly NodeBinary[];
  readonly places: ProgramPlaces;
  /** The distances of the nodes with many connections, in milliseconds, shortest first. */
  readonly statusRoundTripTimes: readonly number[];
  /** Undefined when nothing can be served over TLS. */
  readonly network: Network | undefined;
  readonly progress: (line: string) => void;
}

/**
 * Builds the tasks and measures everything. `progress` is told what comes next.
 * @throws Error when the tasks cannot be built, or a program cannot be started
 */
export async function measure(options: BenchOptions, progress: (line: string) => void): Promise<BenchReport> {
  const builds = await prepareBuilds(options, progress);
  const missing = missingPrograms();
  const authority = missing.canUseTls ? new Authority("Contoso Test Authority") : undefined;
  const agentFolder = mkdtempSync(join(tmpdir(), "exalate-bench-"));
  try {
    return await measureOn({ options, builds, agentFolder, progress }, authority, missing);
  } finally {
    authority?.remove();
    rmSync(agentFolder, { recursive: true, force: true });
  }
}

async function measureOn(
  {
    options,
    builds,
    agentFolder,
    progress,
  }: Pick<Setting, "options" | "builds" | "progress"> & { agentFolder: string },
  authority: Authority | undefined,
  { canUseCurl, skipped }: Missing,
): Promise<BenchReport> {
  const { rounds, roundTripTimes } = options;
  const statusRoundTripTimes = roundTripTimes.slice(0, statusDistances);
  const network = authority && (await startNetwork(authority, options, statusRoundTripTimes));
  const places = { agentFolder, caFile: authority?.caFile ?? "", destinationUrl: network?.destinationUrl ?? "" };
  const setting = { options, builds, binaries: nodeBinaries(root), places, statusRoundTripTimes, network, progress };
  try {
    const measured = await measureAll(setting, canUseCurl);
    return { cores: availableParallelism(), rounds, roundTripTimes, statusRoundTripTimes, skipped, ...measured };
  } finally {
    await network?.stop();
  }
}

async function prepareBuilds({ beside }: BenchOptions, progress: (line: string) => void): Promise<Build[]> {
  progress("Building the tasks.");
  const own: Build = { name: "this", folder: join(root, "dist", "tasks") };
  await buildTasks(root);
  if (!hasCurrentPackage(own)) await createPackage(root);
  return beside === undefined ? [own] : [own, { name: "other", folder: beside }];
}

function startNetwork(
  authority: Authority,
  { roundTripTimes, connectionCounts }: BenchOptions,
  statusRoundTripTimes: readonly number[],
): Promise<Network> {
  const { certFile, keyFile } = authority.issue("node");
  const { caFile } = authority;
  return Network.start({ certFile, keyFile, caFile, roundTripTimes, statusRoundTripTimes, connectionCounts });
}

async function measureAll(
  setting: Setting,
  canUseCurl: boolean,
): Promise<Pick<BenchReport, "speed" | "memory" | "sizes" | "packages" | "status">> {
  const { options, builds, binaries, places, network, progress } = setting;
  const { rounds, roundTripTimes } = options;
  const [roundTrip = 0] = roundTripTimes;
  const programs = programsOf(setting, canUseCurl);
  const speed = await measureSpeed(programs, network, { rounds, roundTripTimes, progress });
  progress("Measuring memory and sizes.");
  const memory = await measureMemory(programs, { rounds, roundTrip, network, folder: places.agentFolder });
  const sizes: TaskSize[] = [];
  for (const build of builds) sizes.push(...(await measureSizes(build, { network, roundTrip, binaries, places })));
  return { speed, memory, sizes, packages: packageSizes(builds), status: await statusRows(setting) };
}

/** Without a network, only what calls no node. */
function programsOf({ builds, binaries, places, network }: Setting, canUseCurl: boolean): Program[] {
  if (network === undefined) return binaries.map(bareStart);
  const inputs = { ...initiateInputs, destinationUrl: places.destinationUrl };
  const onNode = binaries.flatMap((node) => [
    bareStart(node),
    floor(node, places),
    ...builds.map((build) => task(build, "ExalateInitiate", inputs, node, places)),
  ]);
  return canUseCurl ? [...onNode, curlCalls("two", places), curlCalls("same", places)] : onNode;
}

async function statusRows({ options, network, statusRoundTripTimes, ...setting }: Setting): Promise<StatusRow[]> {
  if (network === undefined) return [];
  const { rounds, connectionCounts } = options;
  return measureStatus({
    ...setting,
    network,
    connectionCounts,
    rounds: Math.ceil(rounds / roundsPerLook),
    roundTripTimes: statusRoundTripTimes,
  });
}
