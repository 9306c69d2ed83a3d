import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LogView } from "../local-agent/log-view.ts";
import { whyUnreadable, wrongFile } from "../option-file.ts";
import { fixedApprover, terminalApprover } from "./approver.ts";
import { type CommandLine, help, readCommandLine } from "./command-line.ts";
import { type Connections, connect, withUrls } from "./embedded-connections.ts";
import {
  type Artifacts,
  connectionsIn,
  PipelineFileError,
  type PipelineLine,
  type PipelineOptions,
  type PipelineReport,
  runPipeline,
} from "./pipeline.ts";
import { resultTable } from "./result-table.ts";
import { wentWell } from "./results.ts";
import { saveArtifacts } from "./save-artifacts.ts";
import { readVariableGroups } from "./variable-file.ts";

const badUsage = 2;

/** Runs the pipeline that the command line names. Exit code: 0 for success, 1 for failure, 2 for wrong usage. */
async function main(): Promise<void> {
  const line = readCommandLine(process.argv.slice(2));
  if (line === null) return void process.stdout.write(help);
  requireFiles(line);
  const approve = approverFor(line);
  const workFolder = line.workFolder ?? (await mkdtemp(join(tmpdir(), "local-pipeline-")));
  try {
    process.exitCode = (await run(line, approve, workFolder)) ? 0 : 1;
  } finally {
    if (line.workFolder === undefined) await rm(workFolder, { recursive: true, force: true });
  }
}

/** @throws UsageError when a folder or file of the command line is not there */
function requireFiles({ file, repository, secureFiles }: CommandLine): void {
  const named: [option: string, path: string][] = Object.values(secureFiles).map((path) => ["--secure-file", path]);
  if (repository !== undefined) named.push(["--repository", repository]);
  for (const [option, path] of [["The pipeline file", file] as const, ...named]) {
    try {
      statSync(path);
    } catch (error) {
      throw wrongFile(option, path, whyUnreadable(error));
    }
  }
}

async function run(line: CommandLine, approve: PipelineOptions["approve"], workFolder: string): Promise<boolean> {
  const { file, repository, secureFiles, debug } = line;
  const save = saverFor(line);
  const connectionUses = await connectionsIn({ file, parameters: line.parameters });
  const { endpoints, nodes, urls } = await connect(connectionUses, line.connections, process.env);
  for (const [name, url] of Object.entries(urls)) console.log(`${name}: ${url}`);
  try {
    const report = await runPipeline({
      file,
      repository,
      secureFiles,
      // The approver may need the artifacts to decide, or to hand them on.
      approve: async (request) => {
        await save(request.artifacts);
        return approve(request);
      },
      workFolder,
      debug,
      connections: endpoints,
      parameters: withUrls(line.parameters, urls),
      variableGroups: await variableGroups(line, urls),
      onLine: printer(),
      signal: canceledBySignal(),
    });
    console.log(["", ...artifactLines(report), ...resultTable(report)].join("\n"));
    await save(report.artifacts);
    return wentWell(report.result);
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
  }
}

async function variableGroups({ groups, variables }: CommandLine, urls: Connections["urls"]) {
  const all = variables === undefined ? {} : await readVariableGroups(variables);
  for (const [name, group] of Object.entries(groups)) all[name] = { ...all[name], ...withUrls(group, urls) };
  return all;
}

function saverFor({ artifacts: folder }: CommandLine): (artifacts: Artifacts) => Promise<void> {
  return async (artifacts) => {
    if (folder !== undefined) await saveArtifacts(artifacts, folder);
  };
}

function artifactLines({ artifacts }: PipelineReport): string[] {
  return [...artifacts].map(([name, files]) => `Artifact ${name}: ${[...files.keys()].join(", ")}`);
}

function approverFor({ answer }: CommandLine): PipelineOptions["approve"] {
  if (answer !== undefined) return fixedApprover(answer, process.stdout);
  if (process.stdin.isTTY) return terminalApprover(process.stdin, process.stdout);
  console.error("There is no terminal to ask at, so every environment is rejected. Use --approve to approve them.");
  return fixedApprover(false, process.stdout);
}

function printer(): (line: PipelineLine) => void {
  const view = new LogView({ colors: process.stdout.isTTY });
  let before = "";
  return (line) => {
    const place = [line.stage, line.job].filter((name) => name !== undefined).join(" / ");
    if (place !== before) console.log(`\n[${place}]`);
    before = place;
    const shown = view.show(line.text);
    if (shown !== undefined) console.log(shown);
  };
}

function canceledBySignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof PipelineFileError ? badUsage : (process.exitCode ?? badUsage);
});
