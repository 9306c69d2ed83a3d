import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildTasks } from "../build/build-tasks.ts";
import { Authority } from "../certificate-authority.ts";
import { createPackages } from "../package/create-package.ts";
import { type Build, copyBuild, hasCurrentPackage } from "./builds.ts";
import { measureMemory } from "./memory.ts";
import { type Missing, missingPrograms } from "./missing-programs.ts";
import { Network } from "./network.ts";
import { type NodeBinary, nodeBinaries } from "./node-binaries.ts";
import type { BenchOptions } from "./options.ts";
import { bareStart, curlCalls, floor, type Program, type ProgramPlaces, taskProgram } from "./program.ts";
import type { BenchReport, StatusRow, TaskSize } from "./report.ts";
import { initiateInputs } from "./script-environment.ts";
import { measureSizes, packageSizes } from "./sizes.ts";
import { measureSpeed } from "./speed.ts";
import { measureStatus } from "./status.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const ownTasks = join(root, "dist", "tasks");

/** Two distances show what a request costs, and looks on large nodes take long. */
const statusDistances = 2;

/** Looks vary little: one for this many rounds. */
const roundsPerLook = 3;

/** What is measured, and where. */
interface Setting {
  readonly options: BenchOptions;
  readonly builds: readonly Build[];
  /** A further copy of this build, for an agent that keeps the folders of tasks. */
  readonly kept: Build;
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
  progress("Building the tasks.");
  await buildTasks(root);
  if (!hasCurrentPackage(ownTasks)) await createPackages(root);
  const missing = missingPrograms();
  const authority = missing.canUseTls ? new Authority("Contoso Test Authority") : undefined;
  // Node tells the real paths of the modules that it loads.
  const agentFolder = realpathSync(mkdtempSync(join(tmpdir(), "exalate-bench-")));
  try {
    return await measureOn({ options, ...copyBuilds(options, agentFolder), agentFolder, progress }, authority, missing);
  } finally {
    authority?.remove();
    rmSync(agentFolder, { recursive: true, force: true });
  }
}

function copyBuilds({ beside }: BenchOptions, agentFolder: string): Pick<Setting, "builds" | "kept"> {
  const own = copyBuild("this", ownTasks, join(agentFolder, "this"));
  const kept = copyBuild("this", ownTasks, join(agentFolder, "kept"));
  if (beside === undefined) return { builds: [own], kept };
  return { builds: [own, copyBuild("other", beside, join(agentFolder, "other"))], kept };
}

/** A setting without what {@link measureOn} starts. */
type Prepared = Pick<Setting, "options" | "builds" | "kept" | "progress"> & { readonly agentFolder: string };

async function measureOn(
  { agentFolder, ...prepared }: Prepared,
  authority: Authority | undefined,
  { canUseCurl, skipped }: Missing,
): Promise<BenchReport> {
  const { options } = prepared;
  const { rounds, roundTripTimes } = options;
  const statusRoundTripTimes = roundTripTimes.slice(0, statusDistances);
  const network = authority && (await startNetwork(authority, options, statusRoundTripTimes));
  const places = { agentFolder, caFile: authority?.caFile ?? "", destinationUrl: network?.destinationUrl ?? "" };
  const setting = { ...prepared, binaries: nodeBinaries(root), places, statusRoundTripTimes, network };
  try {
    const measured = await measureAll(setting, canUseCurl);
    return { cores: availableParallelism(), rounds, roundTripTimes, statusRoundTripTimes, skipped, ...measured };
  } finally {
    await network?.stop();
  }
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
function programsOf({ builds, kept, binaries, places, network }: Setting, canUseCurl: boolean): Program[] {
  if (network === undefined) return binaries.map(bareStart);
  const inputs = { ...initiateInputs, destinationUrl: places.destinationUrl };
  const onNode = binaries.flatMap((node) => [
    bareStart(node),
    floor(node, places),
    ...builds.map((build) => taskProgram({ build, task: "ExalateInitiate", inputs, node }, places)),
    taskProgram({ build: kept, task: "ExalateInitiate", inputs, node, isSelfHosted: true }, places),
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
