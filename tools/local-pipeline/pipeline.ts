import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { TaskResult } from "../local-agent/agent.ts";
import { type ConnectionUse, type Job, outcomeHooks, type Pipeline, type Step, successiveHooks } from "./model.ts";
import type { PipelineOptions } from "./options.ts";
import { readPipeline } from "./read-pipeline.ts";
import type { ProjectResources } from "./read-step.ts";
import type { PipelineReport } from "./report.ts";
import { rollUp, wentWell } from "./results.ts";
import { Run } from "./run.ts";
import { runNumber } from "./run-number.ts";
import { runStage } from "./run-stage.ts";
import { runVariables } from "./system-variables.ts";
import { loadTasks } from "./task-catalog.ts";
import { checkGroups, tableOf } from "./variable-table.ts";

export type { ConnectionUse } from "./model.ts";
export type { ApprovalRequest, PipelineOptions, VariableGroup } from "./options.ts";
export { PipelineFileError, type Place } from "./place.ts";
export type {
  AgentJobReport,
  Artifacts,
  JobReport,
  PipelineLine,
  PipelineRawLine,
  PipelineReport,
  StageReport,
  StepResult,
  Summary,
} from "./report.ts";

/** The folder of this repository's built tasks. */
export const builtTasks = fileURLToPath(new URL("../../dist/tasks", import.meta.url));

/**
 * Runs a pipeline file on this machine, stage by stage and job by job in an order that the dependencies allow. It
 * supports a small part of Azure Pipelines, and checks the whole file before anything runs.
 * @throws PipelineFileError for anything that it does not support or that Azure Pipelines would refuse
 * @throws Error from the file system
 */
export async function runPipeline(options: PipelineOptions): Promise<PipelineReport> {
  const startedAt = new Date();
  const pipeline = await read(options);
  const system = runVariables(options, startedAt);
  const buildNumber = numberOf(pipeline, options.file, startedAt, system);
  const run = new Run(options, pipeline, { ...system, "Build.BuildNumber": buildNumber });
  for (const stage of pipeline.stages) run.stages.push(await runStage(run, stage));
  const { stages, summaries, artifacts, lines, raw } = run;
  return { result: resultOf(run), buildNumber, stages, summaries, artifacts, lines, raw };
}

async function read(options: PipelineOptions): Promise<Pipeline> {
  const { variableGroups = {} } = options;
  const { connections, repository, secureFiles = {} } = options;
  const pipeline = await readAll(options, { connections, repository, secureFiles });
  checkGroups(pipeline.variables, variableGroups);
  for (const stage of pipeline.stages) {
    checkGroups(stage.variables, variableGroups);
    for (const job of stage.jobs) checkGroups(job.variables, variableGroups);
  }
  return pipeline;
}

type FileOptions = Pick<PipelineOptions, "file" | "text" | "parameters" | "tasksFolder">;

async function readAll(
  { file, text, parameters, tasksFolder = builtTasks }: FileOptions,
  resources: ProjectResources | undefined,
): Promise<Pipeline> {
  const source = { file, text: text ?? (await readFile(file, "utf8")), parameters };
  return readPipeline(source, { tasks: await loadTasks(tasksFolder), resources });
}

function numberOf(pipeline: Pipeline, file: string, at: Date, system: Readonly<Record<string, string>>): string {
  const table = tableOf(system);
  const fixed = pipeline.variables.flatMap((entry) => (entry.kind === "fixed" ? [entry] : []));
  const find = (name: string) =>
    fixed.find((entry) => entry.name.toLowerCase() === name.toLowerCase())?.value ??
    table.get(name.toLowerCase())?.value;
  return pipeline.runName === undefined
    ? (system["Build.BuildNumber"] ?? "1")
    : runNumber(pipeline.runName, file, at, find);
}

// A run cannot be "skipped": it succeeds when all of its stages were skipped.
function resultOf({ stages, signal }: Run): TaskResult {
  const results = stages.map((stage) => stage.result);
  if (signal.aborted && !results.every(wentWell)) return "Canceled";
  const result = rollUp(results);
  return result === "Skipped" ? "Succeeded" : result;
}

/**
 * The service connections that a pipeline file uses, in the order of the file.
 * @throws PipelineFileError as {@link runPipeline} does, but not for a missing connection, repository or secure file
 */
export async function connectionsIn(options: FileOptions): Promise<ConnectionUse[]> {
  const { stages } = await readAll(options, undefined);
  const uses = stages.flatMap(({ jobs }) => jobs.flatMap(stepsOf)).flatMap(({ connections }) => connections);
  return uses.filter(
    (use, index) => uses.findIndex(({ name }) => name.toLowerCase() === use.name.toLowerCase()) === index,
  );
}

function stepsOf(job: Job): readonly Step[] {
  if (job.kind === "job") return job.steps;
  return [...successiveHooks, ...outcomeHooks].flatMap((hook) => job.hooks[hook]);
}
