import { randomUUID } from "node:crypto";
import { isDotNetTrue } from "./booleans.ts";
import type { ServiceEndpoint } from "./endpoints.ts";
import type { Environment } from "./environment.ts";
import type { NodeBinaries } from "./handler-selection.ts";
import type { Knobs } from "./knobs.ts";
import type { MacroSource } from "./macros.ts";
import type { Masker } from "./masker.ts";
import type { ProcessPatience } from "./process.ts";
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

/** Waits of the agent that no variable of the job can change, in milliseconds. */
export interface AgentTiming {
  /** From `done=true` to the end of waiting. */
  readonly forcedCompletionMilliseconds: number;
  /** For output pipes kept open after the process has ended. */
  readonly openPipesMilliseconds: number;
}

/** Waits so many milliseconds; should return early when the signal is aborted. */
export type Sleep = (milliseconds: number, stop: AbortSignal) => Promise<void>;

/** What a job is made of. */
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

/** A running job, as its steps share and change it. */
export class JobState {
  readonly workFolder: string;
  readonly masker: Masker;
  readonly variables: Variables;
  readonly knobs: Knobs;
  /** The agent's own environment, inherited by every process. */
  readonly environment: Readonly<Environment>;
  readonly endpoints: ServiceEndpoint[];
  readonly binaries: NodeBinaries;
  readonly timing: AgentTiming;
  readonly sleep: Sleep;
  /** For the log of the job: what was wrong when it started. */
  readonly warnings: readonly string[];
  /** Whether debug lines are written: System.Debug when the job starts; no step can change that. */
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

  /** Where macros are looked up: variables of the job, then the agent's environment. */
  macroSources(): MacroSource[] {
    return [(name) => this.variables.get(name), (name) => this.environment[name]];
  }

  /** Where the sources are, and where tasks work. */
  sourcesFolder(): string {
    return this.variables.get("System.DefaultWorkingDirectory") ?? this.workFolder;
  }

  /** Where relative paths in inputs start: in a release and its deployments at the artifacts. */
  folderOfPaths(): string {
    const isRelease = ["release", "deployment"].includes(this.variables.get("System.HostType")?.toLowerCase() ?? "");
    return (isRelease ? this.variables.get("System.ArtifactsDirectory") : undefined) ?? this.sourcesFolder();
  }

  /** How long a process is waited for; the signal intervals are switches of the agent, in milliseconds. */
  patience(): ProcessPatience {
    return {
      afterInterrupt: this.knobs.number("PROCESS_SIGINT_TIMEOUT", 7_500),
      afterTerminate: this.knobs.number("PROCESS_SIGTERM_TIMEOUT", 2_500),
      afterExit: this.timing.openPipesMilliseconds,
    };
  }

  /** The step's own name, else one made of the task's name that no earlier step has. */
  referenceName(name: string | undefined, taskName: string): string {
    let reference = name ?? taskName;
    for (let count = 1; name === undefined && this.#stepNames.has(reference.toLowerCase()); count++) {
      reference = `${taskName}${count}`;
    }
    this.#stepNames.add(reference.toLowerCase());
    return reference;
  }

  /** A variable's value as the server knew it when the run was queued; steps cannot change it. */
  valueAtStart(name: string): string | undefined {
    return this.#valuesAtStart.get(name.toLowerCase());
  }

  /** Sets the variables that describe a step while it runs (TaskRunner); `stepFinished` takes them away. */
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

  /** Takes a step's end into the job: its outputs, and its result into the status. */
  stepFinished(name: string, result: TaskResult, outputs: ReadonlyMap<string, OutputVariable>): void {
    for (const variable of stepVariables) this.variables.unset(variable);
    for (const [output, value] of outputs) this.#outputs.set(`${name}.${output}`, value);
    this.merge(result);
  }

  /**
   * Takes the result of a step into the status of the job: only SucceededWithIssues and Failed count. A step that ends as
   * Canceled or Abandoned by its own word stops nothing (StepsRunner.cs).
   */
  merge(result: TaskResult): void {
    if (result === "SucceededWithIssues" || result === "Failed") this.#become(mergeResults(this.#status, result));
  }

  /** The job is canceled, whatever its steps ended with. */
  cancel(): void {
    this.#become("Canceled");
  }

  #become(status: TaskResult): void {
    this.#status = status;
    this.variables.set("Agent.JobStatus", status);
  }
}
