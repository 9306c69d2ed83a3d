import type { LogLine, UploadedArtifact } from "../local-agent/agent.ts";
import { kindOf } from "../local-agent/step-log.ts";
import { counterOf } from "./counters.ts";
import { Dictionary, type Value } from "./expression-values.ts";
import type { Pipeline, Stage } from "./model.ts";
import { Moment } from "./moment.ts";
import type { PipelineOptions } from "./options.ts";
import type { AgentJobReport, LinePlace, PipelineLine, PipelineRawLine, StageReport, Summary } from "./report.ts";
import { tableOf, type VariableSources, type VariableTable, withEntries } from "./variable-table.ts";

/** The state of a run that its stages and jobs share. */
export class Run {
  readonly options: PipelineOptions;
  readonly pipeline: Pipeline;
  /** Aborted when the run is canceled. */
  readonly signal: AbortSignal;
  readonly stages: StageReport[] = [];
  readonly summaries: Summary[] = [];
  readonly artifacts = new Map<string, Map<string, Buffer>>();
  readonly lines: PipelineLine[] = [];
  readonly raw: PipelineRawLine[] = [];
  /** Sources of variables that are the same everywhere in the run. */
  readonly sources: Pick<VariableSources, "groups" | "shared">;
  readonly #systemVariables: VariableTable;
  #jobs = 0;

  constructor(options: PipelineOptions, pipeline: Pipeline, systemVariables: Readonly<Record<string, string>>) {
    this.options = options;
    this.pipeline = pipeline;
    this.signal = options.signal ?? new AbortController().signal;
    this.#systemVariables = tableOf(systemVariables);
    const contexts = new Map([["pipeline", pipelineContext(this.#systemVariables)]]);
    const functions = new Map([["counter", counterOf(options.counters ?? new Map())]]);
    this.sources = { groups: options.variableGroups ?? {}, shared: { contexts, functions } };
  }

  /** The number for the next job's work folder. */
  nextJobNumber(): number {
    this.#jobs += 1;
    return this.#jobs;
  }

  /** Predefined variables and variables of the whole pipeline. */
  variables(): VariableTable {
    return withEntries(this.#systemVariables, this.pipeline.variables, { ...this.sources, contexts: new Map() });
  }

  /** Logs a line of a stage, or of a job in it. */
  write(text: string, stage: string, job?: string): void {
    this.take({ stream: "agent", text, kind: kindOf(text) }, { stage, job, step: undefined });
  }

  /** Logs a line that an agent wrote. */
  take(line: LogLine, place: LinePlace): void {
    const placed = { ...line, ...place };
    this.lines.push(placed);
    this.options.onLine?.(placed);
  }

  /** Takes the unmasked lines, the summaries and the artifacts of a finished job's steps. */
  takeSteps({ steps }: AgentJobReport, stage: Stage, job: string): void {
    for (const { report, displayName } of steps) {
      const place = { stage: stage.name, job, step: displayName };
      for (const raw of report?.raw ?? []) this.raw.push({ ...raw, ...place });
      for (const { content } of report?.summaries ?? []) this.summaries.push({ ...place, content });
      for (const artifact of report?.artifacts ?? []) this.#takeArtifact(artifact);
    }
  }

  // An upload to an artifact that exists adds its files to it.
  #takeArtifact({ name, files }: UploadedArtifact): void {
    const artifact = this.artifacts.get(name) ?? new Map<string, Buffer>();
    for (const { path, content } of files) artifact.set(path, content);
    this.artifacts.set(name, artifact);
  }
}

function pipelineContext(systemVariables: VariableTable): Dictionary {
  const startTime = new Date(systemVariables.get("system.pipelinestarttime")?.value ?? "");
  const values: [string, Value][] = Number.isNaN(startTime.getTime()) ? [] : [["startTime", new Moment(startTime)]];
  return new Dictionary(values);
}
