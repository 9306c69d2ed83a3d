import { randomUUID } from "node:crypto";
import { isDotNetTrue } from "./booleans.ts";
import type { ServiceEndpoint } from "./endpoints.ts";
import type { Environment } from "./environment.ts";
import type { NodeBinaries } from "./handler-selection.ts";
import type { Knobs } from "./knobs.ts";
import type { MacroSource } from "./macros.ts";
import type { Masker } from "./masker.ts";
import type { ProcessTimeouts } from "./process.ts";
import { mergeResults, type TaskResult } from "./results.ts";
import type { OutputVariable } from "./step-record.ts";
import type { Variables } from "./variables.ts";

const stepVariables = [
  "task.displayname",
  "task.publishTelemetry",
  "system.taskInstanceId",
  "system.taskInstanceName",
  "system.taskDisplayName",
] as const;

/** Timeouts of the agent that a job's variables cannot change, in milliseconds. */
export interface AgentTiming {
  /** From `done=true` until the agent stops waiting for the process. */
  readonly forcedCompletionMilliseconds: number;
  /** For output pipes that stay open after the end of the process. */
  readonly openPipesMilliseconds: number;
}

/** Waits the given milliseconds; should return early when the signal is aborted. */
export type Sleep = (milliseconds: number, stop: AbortSignal) => Promise<void>;

/** The parts of a job. */
export interface JobParts {
  readonly workFolder: string;
  readonly masker: Masker;
  readonly variables: Variables;
  readonly knobs: Knobs;
  readonly environment: Readonly<Environment>;
  readonly endpoints: readonly ServiceEndpoint[];
  readonly binaries: NodeBinaries;
  readonly timing: AgentTiming;
  readonly sleep: Sleep;
  readonly warnings: readonly string[];
}

/** The state of a running job, which its steps share and change. */
export class JobState {
  readonly workFolder: string;
  readonly masker: Masker;
  readonly variables: Variables;
  readonly knobs: Knobs;
  /** The agent's own environment, which every process inherits. */
  readonly environment: Readonly<Environment>;
  readonly endpoints: ServiceEndpoint[];
  readonly binaries: NodeBinaries;
  readonly timing: AgentTiming;
  readonly sleep: Sleep;
  /** Warnings from the start of the job, for its log. */
  readonly warnings: readonly string[];
  /** Whether debug lines are written: the value of System.Debug at job start, which no step can change. */
  readonly showsDebug: boolean;
  readonly prependedPath: string[] = [];
  readonly #outputs = new Map<string, OutputVariable>();
  readonly #stepNames = new Set<string>();
  readonly #valuesAtStart: ReadonlyMap<string, string>;
  #status: TaskResult = "Succeeded";

  constructor(parts: JobParts) {
    this.workFolder = parts.workFolder;
    this.masker = parts.masker;
    this.variables = parts.variables;
    this.knobs = parts.knobs;
    this.environment = parts.environment;
    this.endpoints = [...parts.endpoints];
    this.binaries = parts.binaries;
    this.timing = parts.timing;
    this.sleep = parts.sleep;
    this.warnings = parts.warnings;
    this.showsDebug = isDotNetTrue(parts.variables.get("System.Debug"));
    this.#valuesAtStart = new Map(parts.variables.all().map(({ name, value }) => [name.toLowerCase(), value]));
  }

  /** Worst result of the steps so far, or Canceled. */
  get status(): TaskResult {
    return this.#status;
  }

  /** Outputs of all steps, as `step.NAME`, for other jobs. */
  outputs(): Map<string, OutputVariable> {
    return new Map(this.#outputs);
  }

  /** The sources of macros: variables of the job, then the agent's environment. */
  macroSources(): MacroSource[] {
    return [(name) => this.variables.get(name), (name) => this.environment[name]];
  }

  /** The folder of the sources, which is also the working directory of tasks. */
  sourcesFolder(): string {
    return this.variables.get("System.DefaultWorkingDirectory") ?? this.workFolder;
  }

  /**
   * The base folder of relative paths in inputs: in a build, that of the repository, even if it was not checked out
   * (BuildDirectoryManager sets it for every job); in a release, that of the artifacts. Other kinds of jobs have none.
   */
  folderOfPaths(): string | undefined {
    const hostType = this.variables.get("System.HostType")?.toLowerCase();
    if (hostType === "deployment") return undefined;
    const artifacts = hostType === "release" ? this.variables.get("System.ArtifactsDirectory") : undefined;
    return artifacts ?? this.sourcesFolder();
  }

  /** Timeouts for a process, in milliseconds; those after signals are knobs of the agent. */
  processTimeouts(): ProcessTimeouts {
    return {
      afterInterrupt: this.knobs.number("PROCESS_SIGINT_TIMEOUT", 7_500),
      afterTerminate: this.knobs.number("PROCESS_SIGTERM_TIMEOUT", 2_500),
      afterExit: this.timing.openPipesMilliseconds,
    };
  }

  /** The step's own name, or else a name made from the task's name that no earlier step has. */
  referenceName(name: string | undefined, taskName: string): string {
    let reference = name ?? taskName;
    for (let count = 1; name === undefined && this.#stepNames.has(reference.toLowerCase()); count++) {
      reference = `${taskName}${count}`;
    }
    this.#stepNames.add(reference.toLowerCase());
    return reference;
  }

  /** A variable's value when the run was queued; steps cannot change it. */
  valueAtStart(name: string): string | undefined {
    return this.#valuesAtStart.get(name.toLowerCase());
  }

  /** Sets the variables that describe a step while it runs (TaskRunner); `stepFinished` removes them. */
  describeStep({ name, displayName }: { readonly name: string; readonly displayName: string }): void {
    const values: Record<(typeof stepVariables)[number], string> = {
      "task.displayname": displayName,
      "task.publishTelemetry": "False",
      "system.taskInstanceId": randomUUID(),
      "system.taskInstanceName": name,
      "system.taskDisplayName": displayName,
    };
    this.variables.set("task.skipTranslatorForCheckout", "False");
    for (const variable of stepVariables) this.variables.set(variable, values[variable]);
  }

  /** Adds the outputs of a finished step to the job and merges its result into the status. */
  stepFinished(name: string, result: TaskResult, outputs: ReadonlyMap<string, OutputVariable>): void {
    for (const variable of stepVariables) this.variables.unset(variable);
    for (const [output, value] of outputs) this.#outputs.set(`${name}.${output}`, value);
    this.merge(result);
  }

  /**
   * Merges the result of a step into the status of the job. Only SucceededWithIssues and Failed count: a step that sets
   * its own result to Canceled or Abandoned does not change the job (StepsRunner.cs).
   */
  merge(result: TaskResult): void {
    if (result === "SucceededWithIssues" || result === "Failed") this.#setStatus(mergeResults(this.#status, result));
  }

  /** Cancels the job, whatever the results of its steps. */
  cancel(): void {
    this.#setStatus("Canceled");
  }

  #setStatus(status: TaskResult): void {
    this.#status = status;
    this.variables.set("Agent.JobStatus", status);
  }
}
