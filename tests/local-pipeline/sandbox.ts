import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TaskResult } from "../../tools/local-agent/agent.ts";
import {
  type JobReport,
  type PipelineOptions,
  type PipelineReport,
  runPipeline,
  type StageReport,
} from "../../tools/local-pipeline/pipeline.ts";

/** A temporary folder with sample tasks; pipelines in it run on the same Node as the tests. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), "local-pipeline-"));
  readonly tasksFolder = join(this.folder, "tasks");
  #runs = 0;

  constructor() {
    mkdirSync(this.tasksFolder);
  }

  /** Writes the task `name@1`; the members of `definition` replace those of a minimal task.json. */
  task(name: string, script: string, definition: Record<string, unknown> = {}): void {
    const folder = join(this.tasksFolder, name, `${name}V1`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "index.js"), script);
    writeFileSync(join(folder, "package.json"), '{"type":"commonjs"}');
    writeFileSync(join(folder, "task.json"), JSON.stringify({ ...plainTask, name, ...definition }));
  }

  /** Runs a pipeline and approves everything, unless the options say otherwise. */
  run(text: string, options: Partial<PipelineOptions> = {}): Promise<PipelineReport> {
    this.#runs += 1;
    return runPipeline({
      file: "sample.yml",
      text,
      connections: [],
      approve: async () => true,
      workFolder: join(this.folder, `run${this.#runs}`),
      tasksFolder: this.tasksFolder,
      node: { node20_1: process.execPath, node24: process.execPath },
      ...options,
    });
  }

  /** Removes everything. */
  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const plainTask = {
  id: "6b0f3c1e-58a5-4d0e-9d2a-0f5b7f1c2d3e",
  friendlyName: "Sample task",
  description: "A task for tests",
  author: "Contoso",
  version: { Major: 1, Minor: 0, Patch: 0 },
  execution: { Node20_1: { target: "index.js" } },
};

/** The stage with that name. */
export function stageOf(report: PipelineReport, name: string): StageReport {
  return named(report.stages, name);
}

/** The job with that name in any stage. */
export function jobOf(report: PipelineReport, name: string): JobReport {
  return named(
    report.stages.flatMap(({ jobs }) => jobs),
    name,
  );
}

/** Results by name of the job. */
export function jobResults(report: PipelineReport): Record<string, TaskResult> {
  return Object.fromEntries(report.stages.flatMap(({ jobs }) => jobs).map(({ name, result }) => [name, result]));
}

/** Results by name of the stage. */
export function stageResults(report: PipelineReport): Record<string, TaskResult> {
  return Object.fromEntries(report.stages.map(({ name, result }) => [name, result]));
}

/** Results of the steps of a job's only run, by display name. */
export function stepResults(report: PipelineReport, job: string): Record<string, TaskResult> {
  const steps = jobOf(report, job).runs.flatMap((run) => run.steps);
  return Object.fromEntries(steps.map(({ displayName, result }) => [displayName, result]));
}

/** What the steps printed after `printed: `, in order, as the masked log shows it. */
export function printed(report: PipelineReport): string[] {
  return report.lines.flatMap(({ text }) => (text.startsWith("printed: ") ? [text.slice("printed: ".length)] : []));
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no "${name}" among ${all.map((each) => each.name).join(", ")}`);
  return found;
}
