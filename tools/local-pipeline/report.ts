import type { LogLine, OutputVariable, RawLine, StepReport, TaskResult } from "../local-agent/agent.ts";

/** The result of a step. */
export interface StepResult {
  /** `name:` of the step, or a generated name; undefined when a step without a name did not start. */
  readonly name: string | undefined;
  readonly displayName: string;
  readonly result: TaskResult;
  /** Full report; undefined when the step did not start. */
  readonly report: StepReport | undefined;
}

/** The result of one run on the agent: a job, a leg of its matrix, or a hook of a deployment. */
export interface AgentJobReport {
  /** `__default`, or the name of the leg, the deployment or the hook. */
  readonly name: string;
  readonly result: TaskResult;
  readonly steps: readonly StepResult[];
}

/** The result of a job. */
export interface JobReport {
  readonly name: string;
  readonly displayName: string;
  readonly result: TaskResult;
  /** Why it did not run, or failed before its first step. */
  readonly reason: string | undefined;
  readonly runs: readonly AgentJobReport[];
  /** By the key in `dependencies.<job>.outputs`. */
  readonly outputs: ReadonlyMap<string, OutputVariable>;
}

/** The result of a stage. */
export interface StageReport {
  readonly name: string;
  readonly displayName: string;
  readonly result: TaskResult;
  /** Why it did not run. */
  readonly reason: string | undefined;
  readonly approvals: readonly { readonly environment: string; readonly isApproved: boolean }[];
  readonly jobs: readonly JobReport[];
}

/** A Markdown summary that a step added to the run. */
export interface Summary {
  readonly stage: string;
  readonly job: string;
  readonly step: string;
  readonly content: string;
}

/** The artifacts of a run by name: the content of each file by its path, with forward slashes. */
export type Artifacts = ReadonlyMap<string, ReadonlyMap<string, Buffer>>;

/** Where a log line belongs; `job` or `step` is undefined for a line outside of one. */
export interface LinePlace {
  readonly stage: string;
  readonly job: string | undefined;
  readonly step: string | undefined;
}

/** A masked line of the run's log. */
export type PipelineLine = LogLine & LinePlace;

/** A line as a step's process wrote it, unmasked. */
export type PipelineRawLine = RawLine & LinePlace;

/** The result of a whole run. */
export interface PipelineReport {
  readonly result: TaskResult;
  readonly buildNumber: string;
  readonly stages: readonly StageReport[];
  readonly summaries: readonly Summary[];
  readonly artifacts: Artifacts;
  /** All lines of the logs. */
  readonly lines: readonly PipelineLine[];
  readonly raw: readonly PipelineRawLine[];
}
