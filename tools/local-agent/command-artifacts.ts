import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { CommandHandler, StepContext } from "./step-context.ts";

/**
 * `artifact.upload`: adds a file, or all files below a folder, to an artifact of the build
 * (ArtifactCommandExtension.cs, FileContainerServer.cs).
 */
export const uploadArtifact: CommandHandler = (context, { properties, data }) => {
  const name = properties.get("artifactname");
  if (name === undefined || name === "") throw new Error("Artifact Name is required.");
  if (data === "") throw new Error("Artifact location is required.");
  refuseOtherThanBuild(context);
  const source = resolve(data);
  const paths = filesAt(source);
  if (paths === undefined) throw new Error(`Path does not exist: ${data}`);
  if (paths.length === 0) {
    context.log.warning(`Directory '${source}' is empty. Nothing will be added to build artifact '${name}'.`);
    return;
  }
  upload(context, { name, folder: properties.get("containerfolder") || name, source, paths });
};

function refuseOtherThanBuild({ variables }: StepContext): void {
  const hostType = variables.get("System.HostType") ?? "";
  if (hostType.toLowerCase() === "build") return;
  const name = hostType.charAt(0).toUpperCase() + hostType.slice(1).toLowerCase();
  throw new Error(`Uploading server artifact is not supported in ${name}.`);
}

/** The file itself, or all files below the folder; undefined when there is neither. */
function filesAt(source: string): string[] | undefined {
  const status = statSync(source, { throwIfNoEntry: false });
  if (status?.isDirectory() !== true) return status === undefined ? undefined : [source];
  const names = readdirSync(source, { encoding: "utf8", recursive: true }).sort();
  return names.map((name) => join(source, name)).filter((path) => statSync(path).isFile());
}

interface Upload {
  readonly name: string;
  /** Folder in the build's file container. */
  readonly folder: string;
  readonly source: string;
  readonly paths: readonly string[];
}

function upload({ record, variables, log }: StepContext, { name, folder, source, paths }: Upload): void {
  const build = variables.get("Build.BuildId");
  log.debug(`Upload artifact: ${source} to server for build: ${build} at backend.`);
  const isFile = paths.length === 1 && paths[0] === source;
  const parent = isFile ? dirname(source) : source;
  const files = paths.map((path) => ({ path: itemPath(parent, path), content: readFileSync(path) }));
  record.artifacts.push({ name, files });
  record.outputAtEnd.push(
    "##[section]Async Command Start: Upload Artifact",
    `Uploading ${files.length} files`,
    "File upload succeed.",
    `Upload '${source}' to file container: '#/${variables.get("Build.ContainerId")}/${folder}'`,
    // The server gives an artifact its id; here the id is the number of the upload in the step.
    `Associated artifact ${record.artifacts.length} with build ${build}`,
    "##[section]Async Command End: Upload Artifact",
  );
}

function itemPath(parent: string, path: string): string {
  return relative(parent, path).split(sep).join("/") || basename(path);
}
