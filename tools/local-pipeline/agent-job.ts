import {
  createJob,
  type JobOptions,
  type Job as LocalJob,
  type OutputVariable,
  PipelineError,
  type StepReport,
} from "../local-agent/agent.ts";
import { kindOf, type LogLine } from "../local-agent/step-log.ts";
import { JobCancellation } from "./cancellation.ts";
import { toBoolean, type Value } from "./expression-values.ts";
import { compute } from "./located-expression.ts";
import type { Step } from "./model.ts";
import { PipelineFileError } from "./place.ts";
import type { AgentJobReport, StepResult } from "./report.ts";
import { tolerate, wentWell } from "./results.ts";
import { statusOfStep } from "./status-functions.ts";
import { dictionaryOf, type VariableTable } from "./variable-table.ts";

/** A job for the agent. */
export interface AgentJobRequest {
  readonly name: string;
  readonly displayName: string;
  readonly steps: readonly Step[];
  readonly job: JobOptions;
  /** Aborted when the run is canceled; has no effect on a job that starts later. */
  readonly canceled: AbortSignal;
  /** 0 for no limit. */
  readonly timeoutMinutes: number;
  readonly cancelTimeoutMinutes: number;
  readonly minuteMilliseconds: number;
  readonly onLine: (line: LogLine, step: string | undefined) => void;
}

/** A job that the agent has finished, with its outputs by `step.NAME`. */
export interface FinishedAgentJob {
  readonly report: AgentJobReport;
  readonly outputs: ReadonlyMap<string, OutputVariable>;
}

/** Runs the steps of a job, one after another, when their conditions are true. */
export async function runAgentJob(request: AgentJobRequest): Promise<FinishedAgentJob> {
  const { minuteMilliseconds, timeoutMinutes, cancelTimeoutMinutes } = request;
  const cancellation = new JobCancellation(
    request.canceled,
    timeoutMinutes * minuteMilliseconds,
    cancelTimeoutMinutes * minuteMilliseconds,
  );
  try {
    return await new AgentJob(request, cancellation).run();
  } finally {
    cancellation.dispose();
  }
}

class AgentJob {
  readonly #request: AgentJobRequest;
  readonly #cancellation: JobCancellation;
  readonly #job: LocalJob;

  constructor(request: AgentJobRequest, cancellation: JobCancellation) {
    this.#request = request;
    this.#cancellation = cancellation;
    this.#job = createJob(request.job);
    // This must be the first listener: later listeners evaluate conditions, which read the job's status.
    cancellation.requested.addEventListener("abort", () => this.#job.cancel(), { once: true });
  }

  async run(): Promise<FinishedAgentJob> {
    const { name, displayName } = this.#request;
    this.#write(`##[section]Starting: ${displayName}`);
    for (const warning of this.#job.warnings) this.#write(`##[warning]${warning}`);
    const steps: StepResult[] = [];
    try {
      for (const step of this.#request.steps) steps.push(await this.#step(step));
    } finally {
      this.#job.removeTemporaryFiles();
    }
    if (this.#cancellation.isTimedOut) {
      this.#write(`##[error]The job ran longer than the maximum time of ${this.#request.timeoutMinutes} minutes.`);
    }
    this.#write(`##[section]Finishing: ${displayName}`);
    return { report: { name, result: this.#job.status, steps }, outputs: this.#job.outputsForOtherJobs() };
  }

  async #step(step: Step): Promise<StepResult> {
    this.#job.expandVariables();
    try {
      if (!step.isEnabled || !this.#mayRun(step)) return skipped(step);
      const report = await this.#runTask(step);
      return { name: report.name, displayName: step.displayName, result: report.result, report };
    } catch (error) {
      if (error instanceof PipelineError || error instanceof PipelineFileError) return this.#refused(step, error);
      throw error;
    }
  }

  // A condition that cannot be computed fails the job even with continueOnError (StepsRunner.cs).
  #refused(step: Step, error: Error): StepResult {
    const result = tolerate("Failed", step.continueOnError && !(error instanceof PipelineFileError));
    this.#job.merge(result);
    this.#write(`##[error]${error.message}`, step.displayName);
    return { name: step.name, displayName: step.displayName, result, report: undefined };
  }

  #mayRun({ condition }: Step): boolean {
    if (this.#cancellation.over.aborted) return false;
    const { status } = this.#job;
    if (condition === undefined) return wentWell(status);
    const contexts = new Map<string, Value>([["variables", dictionaryOf(this.#variables())]]);
    return toBoolean(compute(condition, { contexts, functions: statusOfStep(status) }));
  }

  // The step is stopped when its condition can no longer be computed.
  #shouldContinue(step: Step): boolean {
    try {
      return this.#mayRun(step);
    } catch (error) {
      if (!(error instanceof PipelineFileError)) throw error;
      this.#write(`##[error]${error.message}`, step.displayName);
      return false;
    }
  }

  #variables(): VariableTable {
    return new Map(this.#job.variables.all().map((variable) => [variable.name.toLowerCase(), variable]));
  }

  async #runTask(step: Step): Promise<StepReport> {
    const { requested, over } = this.#cancellation;
    const stop = new AbortController();
    const stopUnlessConditionHolds = () => {
      if (!this.#shouldContinue(step)) stop.abort();
    };
    const stopNow = () => stop.abort();
    requested.addEventListener("abort", stopUnlessConditionHolds, { once: true });
    over.addEventListener("abort", stopNow, { once: true });
    try {
      return await this.#job.runTask(this.#taskRequest(step, stop.signal));
    } finally {
      requested.removeEventListener("abort", stopUnlessConditionHolds);
      over.removeEventListener("abort", stopNow);
    }
  }

  #taskRequest(step: Step, signal: AbortSignal): Parameters<LocalJob["runTask"]>[0] {
    const displayName = this.#job.expandMacros(step.displayName);
    return {
      taskFolder: step.taskFolder,
      displayName,
      inputs: step.inputs,
      env: step.env,
      continueOnError: step.continueOnError,
      retryCountOnTaskFailure: step.retryCount,
      signal,
      onLine: (line) => this.#request.onLine(line, displayName),
      ...(step.name === undefined ? {} : { name: step.name }),
      ...(step.timeoutMinutes === undefined
        ? {}
        : { timeoutMilliseconds: step.timeoutMinutes * this.#request.minuteMilliseconds }),
    };
  }

  #write(text: string, step?: string): void {
    const masked = this.#job.mask(text);
    this.#request.onLine({ stream: "agent", text: masked, kind: kindOf(masked) }, step);
  }
}

function skipped({ name, displayName }: Step): StepResult {
  return { name, displayName, result: "Skipped", report: undefined };
}
