import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Build, packageFile, taskFolder } from "./builds.ts";
import type { Network } from "./network.ts";
import type { Prepared } from "./network-messages.ts";
import type { NodeBinary } from "./node-binaries.ts";
import { observe } from "./observed-run.ts";
import { type ProgramPlaces, taskProgram } from "./program.ts";
import type { PackageSize, TaskSize } from "./report.ts";
import { initiateInputs } from "./script-environment.ts";

/** What runs of the tasks need; without a network, what they load is not known. */
export interface SizePlan {
  readonly network: Network | undefined;
  /** The distance of the node, in milliseconds. */
  readonly roundTrip: number;
  /** The tasks run on the first of them. */
  readonly binaries: readonly NodeBinary[];
  readonly places: ProgramPlaces;
}

/** The sizes of all tasks of a build. Runs each task once, to see what every run against an https node loads. */
export async function measureSizes(build: Build, plan: SizePlan): Promise<TaskSize[]> {
  const sizes: TaskSize[] = [];
  for (const name of readdirSync(build.folder).sort()) {
    const files = sizesIn(taskFolder(build, name));
    const loaded = await loadedFiles(build, name, plan);
    sizes.push({
      build: build.name,
      task: name,
      loaded: loaded.map((file) => ({ file, bytes: files.get(file) ?? 0 })),
      files: files.size,
      bytes: [...files.values()].reduce((sum, bytes) => sum + bytes, 0),
    });
  }
  return sizes;
}

/** The sizes of the extension packages that are there. */
export function packageSizes(builds: readonly Build[]): PackageSize[] {
  return builds.flatMap((build) => {
    const file = packageFile(build);
    return file === undefined ? [] : [{ build: build.name, bytes: statSync(file).size }];
  });
}

function sizesIn(folder: string): Map<string, number> {
  return new Map(readdirSync(folder).map((file) => [file, statSync(join(folder, file)).size]));
}

/** The names of the files of a task that a usual run loads, in the order of loading. */
async function loadedFiles(build: Build, name: string, plan: SizePlan): Promise<string[]> {
  const {
    network,
    roundTrip,
    binaries: [node],
    places,
  } = plan;
  if (network === undefined || node === undefined) return [];
  await network.ask("begin");
  const inputs = inputsOf(name, await network.ask("prepare"), places);
  if (inputs === undefined) return [];
  const program = taskProgram({ build, task: name, inputs, node }, places);
  const observed = await observe(program, network.urlAt(roundTrip), places.agentFolder);
  const folder = taskFolder(build, name);
  return (observed?.files ?? []).filter((file) => dirname(file) === folder).map((file) => basename(file));
}

function inputsOf(name: string, { invitationCode, pendingName }: Prepared, { destinationUrl }: ProgramPlaces) {
  const inputs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    ExalateInitiate: { ...initiateInputs, connectionName: "One_more", destinationUrl },
    ExalateAccept: { invitationCode, project: initiateInputs.project },
    ExalateStatus: { connectionName: pendingName, expect: "pending" },
    ExalateWithdraw: { connectionName: pendingName },
  };
  return inputs[name];
}
