import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type AgentSettings, setNetworkVariables, writeCertificateSettings } from "./agent-settings.ts";
import { sleepUnlessStopped } from "./deadline.ts";
import type { ServiceEndpoint } from "./endpoints.ts";
import { basicEnvironment, type Environment } from "./environment.ts";
import { defaultBinaries, type NodeBinaries } from "./handler-selection.ts";
import { expandAll } from "./inputs.ts";
import { registerAuthorization } from "./job-start-secrets.ts";
import { type AgentTiming, JobState, type Sleep } from "./job-state.ts";
import { defaultAgentVersion, type JobVariable, predefinedVariables, startVariables } from "./job-variables.ts";
import { Knobs } from "./knobs.ts";
import { Masker } from "./masker.ts";
import type { TaskResult } from "./results.ts";
import { runStep } from "./step.ts";
import type { OutputVariable } from "./step-record.ts";
import type { StepReport, TaskRequest } from "./step-report.ts";
import { type Variable, Variables } from "./variables.ts";

export type { AgentSettings } from "./agent-settings.ts";
export type { ServiceEndpoint } from "./endpoints.ts";
export type { NodeBinaries, NodeRunner } from "./handler-selection.ts";
export type { JobVariable } from "./job-variables.ts";
export { PipelineError } from "./pipeline-error.ts";
export type { StepTarget } from "./restrictions.ts";
export type { TaskResult } from "./results.ts";
export type { Issue, LineKind, LogLine } from "./step-log.ts";
export type { Attachment, OutputVariable, TimelineDetail, UploadedArtifact } from "./step-record.ts";
export type { RawLine, StepReport, TaskRequest } from "./step-report.ts";
export type { Variable } from "./variables.ts";

/** How to set up a job. */
export interface JobOptions {
  /** The agent's `_work` folder. Its `_temp` is emptied, as at the start of every job. */
  readonly workFolder: string;
  /** Variables known at job start, including mapped outputs of other jobs. They override the predefined variables. */
  readonly variables?: readonly JobVariable[];
  readonly endpoints?: readonly ServiceEndpoint[];
  /** Node binaries; those of this repository's packages when absent. */
  readonly node?: NodeBinaries;
  readonly agent?: AgentSettings;
  /** Runs with `System.Debug`. */
  readonly debug?: boolean;
  /** The agent's own environment, which tasks inherit and macros can use; PATH, home and temp when absent. */
  readonly agentEnvironment?: Readonly<Environment>;
  /** Shorter timeouts, for tests. */
  readonly timing?: Partial<AgentTiming>;
  /** Replaces the wait between retries, for tests. */
  readonly sleep?: Sleep;
}

/** Read access to the variables of a job. */
export interface JobVariables {
  /** The value, even of a secret; the name in any case. */
  get(name: string): string | undefined;
  isSecret(name: string): boolean;
  isReadOnly(name: string): boolean;
  all(): Variable[];
}

/** A job on the local agent. Its steps run one after another. */
export interface Job {
  readonly variables: JobVariables;
  /** Worst result of the steps so far, or Canceled. */
  readonly status: TaskResult;
  /** Warnings from the start of the job, for its log. */
  readonly warnings: readonly string[];
  /**
   * Expands the values of all variables again, as the agent does before each step and its condition. `runTask` calls
   * this too. Returns a warning for each variable that cannot be expanded.
   */
  expandVariables(): readonly string[];
  /** Merges the result of a step that never started its task into the status. */
  merge(result: TaskResult): void;
  /** Sets the status to Canceled permanently. The running step continues unless its own signal is aborted. */
  cancel(): void;
  /** Replaces `$(name)` by variables of the job, then by the agent's environment. */
  expandMacros(text: string): string;
  /** Masks one line as in the log. */
  mask(text: string): string;
  /** Outputs of all steps so far, by `step.NAME`. */
  outputsForOtherJobs(): Map<string, OutputVariable>;
  /** Removes the files in the temp folder, as the agent does when the job ends. */
  removeTemporaryFiles(): void;
  /** Runs the task of a built task folder; throws like {@link runStep}. */
  runTask(request: TaskRequest): Promise<StepReport>;
}

const agentTiming: AgentTiming = { forcedCompletionMilliseconds: 5_000, openPipesMilliseconds: 5_000 };

/**
 * Starts a job: registers its secrets, sets its variables, creates its temp folder.
 * @throws Error from the file system, and for an agent knob that is not a number
 */
export function createJob(options: JobOptions): Job {
  const state = startJob(options);
  return {
    variables: state.variables,
    get status() {
      return state.status;
    },
    warnings: state.warnings,
    expandVariables: () => state.variables.expand(),
    merge: (result) => state.merge(result),
    cancel: () => state.cancel(),
    expandMacros: (text) => expandAll(text, state.macroSources()),
    mask: (text) => state.masker.mask(text),
    outputsForOtherJobs: () => state.outputs(),
    removeTemporaryFiles: () => emptyTempFolder(tempFolderOf(state.variables, options)),
    runTask: (request) => runStep(state, request),
  };
}

function startJob(options: JobOptions): JobState {
  const environment = options.agentEnvironment ?? basicEnvironment();
  const masker = new Masker();
  const variables = new Variables(masker);
  const knobs = new Knobs(variables, environment);
  for (const endpoint of options.endpoints ?? []) registerAuthorization(masker, endpoint.parameters);
  const warnings = [...startVariables(variables, masker, jobVariables(options)), ...ignoreShortSecrets(masker, knobs)];
  setNetworkVariables(variables, options.agent ?? {});
  emptyTempFolder(tempFolderOf(variables, options));
  writeCertificateSettings(options.workFolder, options.agent ?? {});
  return new JobState({
    workFolder: options.workFolder,
    masker,
    variables,
    knobs,
    environment,
    endpoints: options.endpoints ?? [],
    binaries: options.node ?? defaultBinaries(),
    timing: { ...agentTiming, ...options.timing },
    sleep: options.sleep ?? sleepUnlessStopped,
    warnings,
  });
}

function ignoreShortSecrets(masker: Masker, knobs: Knobs): string[] {
  const wanted = knobs.number("AZP_IGNORE_SECRETS_SHORTER_THAN", 0);
  const length = masker.ignoreShorterThan(wanted);
  if (length === wanted) return [];
  return [`The value of the minimum length of the secrets is too high. Maximum value is set: ${length}`];
}

function jobVariables({ workFolder, agent, debug, variables }: JobOptions): JobVariable[] {
  return [
    ...predefinedVariables(workFolder, agent?.version ?? defaultAgentVersion),
    ...(debug === true ? [{ name: "System.Debug", value: "true" }] : []),
    ...(variables ?? []),
  ];
}

function tempFolderOf(variables: JobVariables, { workFolder }: JobOptions): string {
  return variables.get("Agent.TempDirectory") ?? join(workFolder, "_temp");
}

function emptyTempFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
