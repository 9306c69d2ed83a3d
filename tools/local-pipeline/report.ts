import type { LogLine, OutputVariable, RawLine, StepReport, TaskResult } from "../local-agent/agent.ts";

/** How a step went. */
export interface StepResult {
  /** `name:` of the step, or the one made for it; undefined when it did not start without having a name. */
  readonly name: string | undefined;
  readonly displayName: string;
  readonly result: TaskResult;
  /** All that is known of it; undefined when it did not start. */
  readonly report: StepReport | undefined;
}

/** How one run on the agent went: a job, a leg of its matrix, or a hook of a deployment. */
export interface AgentJobReport {
  /** `__default`, the name of the leg, of the deployment, or of the hook. */
  readonly name: string;
  readonly result: TaskResult;
  readonly steps: readonly StepResult[];
}

/** How a job went. */
export interface JobReport {
  readonly name: string;
  readonly displayName: string;
  readonly result: TaskResult;
  /** Why it did not run, or failed before its first step. */
  readonly reason: string | undefined;
  readonly runs: readonly AgentJobReport[];
  /** By the key that `dependencies.<job>.outputs` has for them. */
  readonly outputs: ReadonlyMap<string, OutputVariable>;
}

/** How a stage went. */
export interface StageReport {
  readonly name: string;
  readonly displayName: string;
  readonly result: TaskResult;
  /** Why it did not run. */
  readonly reason: string | undefined;
  readonly approvals: readonly { readonly environment: string; readonly isApproved: boolean }[];
  readonly jobs: readonly JobReport[];
}

/** A Markdown summary that a step put on the run. */
export interface Summary {
  readonly stage: string;
  readonly job: string;
  readonly step: string;
  readonly content: string;
}

/** Where a line of the log belongs; parts are undefined above a job or a step. */
export interface LinePlace {
  readonly stage: string;
  readonly job: string | undefined;
  readonly step: string | undefined;
}

/** A masked line of the run's log. */
export type PipelineLine = LogLine & LinePlace;

/** A line as a step's process wrote it, before anything masked it. */
export type PipelineRawLine = RawLine & LinePlace;

/** How a whole run went. */
export interface PipelineReport {
  readonly result: TaskResult;
  readonly buildNumber: string;
  readonly stages: readonly StageReport[];
  readonly summaries: readonly Summary[];
  /** Everything that would be in the logs. */
  readonly lines: readonly PipelineLine[];
  readonly raw: readonly PipelineRawLine[];
}
