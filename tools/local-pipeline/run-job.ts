import { join } from "node:path";
import type { JobVariable, OutputVariable } from "../local-agent/agent.ts";
import { type FinishedAgentJob, runAgentJob } from "./agent-job.ts";
import { dependenciesOfJob, stageDependencies } from "./dependencies.ts";
import { toBoolean, type Value } from "./expression-values.ts";
import { compute } from "./located-expression.ts";
import { type Job, type Leg, type Stage, type Step, successiveHooks } from "./model.ts";
import { PipelineFileError } from "./place.ts";
import { ancestorsOf } from "./read-names.ts";
import type { JobReport } from "./report.ts";
import { rollUp, tolerate, wentWell } from "./results.ts";
import type { Run } from "./run.ts";
import { statusOfDependent } from "./status-functions.ts";
import { variablesOfJob, variablesOfStage } from "./system-variables.ts";
import { dictionaryOf, tableOf, type VariableTable, withEntries } from "./variable-table.ts";

/** A stage that is running. */
export interface RunningStage {
  readonly run: Run;
  readonly stage: Stage;
  /** Jobs that have ended. */
  readonly jobs: JobReport[];
  /** The run was canceled before the stage started. */
  readonly isAfterCancel: boolean;
}

/** Runs a job: its steps, all legs of its matrix, or the hooks of its deployment. */
export async function runJob(running: RunningStage, job: Job): Promise<JobReport> {
  const nothing = { name: job.name, displayName: job.displayName, runs: [], outputs: new Map() };
  try {
    if (!mayRun(running, job)) {
      const reason = "Its condition was not met.";
      running.run.write(`${job.displayName} is skipped. ${reason}`, running.stage.name, job.name);
      return { ...nothing, result: "Skipped", reason };
    }
    return await new RunningJob(running, job).run();
  } catch (error) {
    if (!(error instanceof PipelineFileError)) throw error;
    running.run.write(`##[error]${error.message}`, running.stage.name, job.name);
    return { ...nothing, result: tolerate("Failed", job.continueOnError), reason: error.message };
  }
}

function mayRun(running: RunningStage, job: Job): boolean {
  const { run, stage, jobs, isAfterCancel } = running;
  const isCanceled = run.signal.aborted;
  const functions = statusOfDependent({
    ancestors: ancestorsOf(stage.jobs, job.name),
    resultOf: (name) => jobs.find((each) => each.name.toLowerCase() === name.toLowerCase())?.result,
    isCanceled,
    isStopped: isCanceled && !isAfterCancel,
  });
  if (job.condition === undefined) return toBoolean(functions.get("succeeded")?.([]) ?? false);
  const variables = withEntries(stageTable(running), job.variables, { ...run.sources, contexts: undefined });
  const contexts = new Map<string, Value>([
    ...dependencyContexts(running, job),
    ["variables", dictionaryOf(variables)],
  ]);
  return toBoolean(compute(job.condition, { contexts, functions }));
}

function dependencyContexts({ run, stage, jobs }: RunningStage, job: Job): Map<string, Value> {
  return new Map<string, Value>([
    ["dependencies", dependenciesOfJob(job.dependsOn, jobs)],
    ["stagedependencies", stageDependencies(stage.dependsOn, run.stages)],
  ]);
}

function stageTable({ run, stage }: RunningStage): VariableTable {
  const contexts = new Map([["stagedependencies", stageDependencies(stage.dependsOn, run.stages)]]);
  const outer = new Map([...run.variables(), ...tableOf(variablesOfStage(stage))]);
  return withEntries(outer, stage.variables, { ...run.sources, contexts });
}

type Deployment = Extract<Job, { kind: "deployment" }>;

interface Part {
  readonly name: string;
  readonly displayName: string;
  readonly steps: readonly Step[];
  readonly variables: Leg["variables"];
  /** Prefix of its outputs' keys; undefined when no other job can read them. */
  readonly outputPrefix: string | undefined;
}

class RunningJob {
  readonly #running: RunningStage;
  readonly #job: Job;
  readonly #finished: FinishedAgentJob[] = [];
  readonly #outputs = new Map<string, OutputVariable>();

  constructor(running: RunningStage, job: Job) {
    this.#running = running;
    this.#job = job;
  }

  async run(): Promise<JobReport> {
    for (const part of partsOf(this.#job)) if (this.#continues) await this.#runPart(part);
    const hook = this.#job.kind === "deployment" ? hookAfter(this.#job, this.#result) : undefined;
    if (hook !== undefined) await this.#runPart(hook);
    return {
      name: this.#job.name,
      displayName: this.#job.displayName,
      result: tolerate(this.#result, this.#job.continueOnError),
      reason: undefined,
      runs: this.#finished.map(({ report }) => report),
      outputs: this.#outputs,
    };
  }

  // Each leg runs whatever the result of the others; a hook runs only when all earlier hooks succeeded.
  get #continues(): boolean {
    return this.#job.kind === "job" || this.#finished.every(({ report }) => wentWell(report.result));
  }

  get #result() {
    return rollUp(this.#finished.map(({ report }) => report.result));
  }

  async #runPart(part: Part): Promise<void> {
    const { run, stage } = this.#running;
    const finished = await runAgentJob(this.#request(part));
    this.#finished.push(finished);
    run.takeSteps(finished.report, stage, this.#job.name);
    if (part.outputPrefix === undefined) return;
    for (const [key, value] of finished.outputs) this.#outputs.set(part.outputPrefix + key, value);
  }

  #request(part: Part): Parameters<typeof runAgentJob>[0] {
    const { run, stage } = this.#running;
    const { connections, node, debug, workFolder, minuteMilliseconds = 60_000 } = run.options;
    const { timeoutMinutes, cancelTimeoutMinutes } = this.#job;
    return {
      name: part.name,
      displayName: part.displayName,
      steps: part.steps,
      job: {
        workFolder: join(workFolder, String(run.nextJobNumber())),
        variables: this.#variables(part),
        endpoints: connections,
        debug: debug ?? false,
        ...(node === undefined ? {} : { node }),
      },
      canceled: run.signal,
      timeoutMinutes,
      cancelTimeoutMinutes,
      minuteMilliseconds,
      onLine: (line, step) => run.take(line, { stage: stage.name, job: part.displayName, step }),
    };
  }

  #variables(part: Part): JobVariable[] {
    const { run, stage } = this.#running;
    const token = run.options.azureDevOps?.accessToken;
    const outer = new Map([
      ...stageTable(this.#running),
      ...tableOf(variablesOfJob(stage, this.#job, part)),
      ...tableOf(Object.fromEntries(part.variables.map(({ name, value }) => [name, value]))),
    ]);
    const contexts = dependencyContexts(this.#running, this.#job);
    const all = withEntries(outer, this.#job.variables, { ...run.sources, contexts });
    return [
      ...all.values(),
      ...(token === undefined ? [] : [{ name: "System.AccessToken", value: token, isSecret: true }]),
    ];
  }
}

function partsOf(job: Job): Part[] {
  if (job.kind === "deployment") return successiveHooks.flatMap((hook) => partsOfHook(job, hook));
  const { displayName, steps, legs } = job;
  if (legs === undefined) return [{ name: "__default", displayName, steps, variables: [], outputPrefix: "" }];
  return legs.map((leg) => ({
    name: leg.name,
    displayName: `${displayName} ${leg.name}`,
    steps,
    variables: leg.variables,
    outputPrefix: `${leg.name}.`,
  }));
}

// Microsoft documents an output key only for "deploy": the name of the job. Other jobs cannot read the other hooks'
// outputs.
function partsOfHook(job: Deployment, hook: (typeof successiveHooks)[number]): Part[] {
  const { name, displayName, hooks } = job;
  const steps = hooks[hook];
  if (steps.length === 0) return [];
  if (hook === "deploy") return [{ name, displayName, steps, variables: [], outputPrefix: `${name}.` }];
  return [{ name: hook, displayName: `${displayName} ${hook}`, steps, variables: [], outputPrefix: undefined }];
}

function hookAfter(job: Deployment, result: string): Part | undefined {
  const name = result === "Failed" ? "failure" : "success";
  const steps = result === "Canceled" ? [] : job.hooks[name];
  if (steps.length === 0) return undefined;
  return { name, displayName: `${job.displayName} on ${name}`, steps, variables: [], outputPrefix: undefined };
}
