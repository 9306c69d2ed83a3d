import type { NodeBinaries, ServiceEndpoint } from "../local-agent/agent.ts";
import type { GivenParameters } from "./parameters.ts";
import type { PipelineLine, Summary } from "./report.ts";

/** Variables of a group: texts, or secrets. */
export type VariableGroup = Readonly<Record<string, string | { readonly value: string; readonly isSecret: boolean }>>;

/** What an approver is asked, before a stage that deploys to an environment starts. */
export interface ApprovalRequest {
  readonly environment: string;
  readonly stage: string;
  readonly stageDisplayName: string;
  /** The deployment jobs of the stage that use the environment. */
  readonly jobs: readonly string[];
  /** What the run has shown so far, oldest first. */
  readonly summaries: readonly Summary[];
  /** Aborted when the run is canceled; the answer is then no longer wanted. */
  readonly signal: AbortSignal;
}

/** How to run a pipeline. */
export interface PipelineOptions {
  /** The path of the pipeline's file; with `text`, only its name in messages. */
  readonly file: string;
  /** The pipeline itself, instead of what the file holds. */
  readonly text?: string;
  readonly parameters?: GivenParameters;
  /** Service connections that the project has. */
  readonly connections: readonly ServiceEndpoint[];
  /** Variable groups by name, looked at whenever a job starts. */
  readonly variableGroups?: Readonly<Record<string, VariableGroup>>;
  /** Asked for each environment of a stage, one after another. */
  readonly approve: (request: ApprovalRequest) => Promise<boolean>;
  /** Folder below which each job gets a work folder of its own. */
  readonly workFolder: string;
  /** Folder with built tasks as `<Task>/<Task>V<major>`; the project's own when absent. */
  readonly tasksFolder?: string;
  readonly node?: NodeBinaries;
  readonly onLine?: (line: PipelineLine) => void;
  /** Aborted to cancel the run. */
  readonly signal?: AbortSignal;
  /** The organization that tasks can ask with the job's own token. */
  readonly azureDevOps?: { readonly collectionUrl: string; readonly accessToken: string };
  /** Predefined variables of the run, such as `Build.BuildId` or `System.TeamProject`, with other values. */
  readonly systemVariables?: Readonly<Record<string, string>>;
  /** What counters came to in earlier runs, by prefix in lower case; the run adds what they come to. None when absent. */
  readonly counters?: Map<string, number>;
  /** Runs with `System.Debug`. */
  readonly debug?: boolean;
  /**
   * What a stage comes to whose approval was rejected; Failed when absent. Known for sure: such a stage is not executed
   * (article "Approvals and checks"), and the run fails (MicrosoftDocs/azure-devops-docs issue 6005). Likely, but in no
   * public record seen: `dependencies.<stage>.result` is Failed, so that `failed()` holds in later stages. An approval
   * that nobody answers in time leaves the stage Skipped (same article). A clean-up that must not depend on this asks
   * `in(dependencies.<stage>.result, 'Failed', 'Canceled', 'Skipped')`.
   */
  readonly rejectedStage?: "Failed" | "Canceled" | "Skipped";
  /** How long a minute of the file's time-outs lasts, in milliseconds; shorter in tests. */
  readonly minuteMilliseconds?: number;
}
