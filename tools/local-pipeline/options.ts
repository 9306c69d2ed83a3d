import type { NodeBinaries, ServiceEndpoint } from "../local-agent/agent.ts";
import type { GivenParameters } from "./parameters.ts";
import type { Artifacts, PipelineLine, Summary } from "./report.ts";

/** Variables of a group by name: a text, or a value that can be a secret. */
export type VariableGroup = Readonly<Record<string, string | { readonly value: string; readonly isSecret: boolean }>>;

/** The request for an approval, made before a stage that deploys to an environment starts. */
export interface ApprovalRequest {
  readonly environment: string;
  readonly stage: string;
  readonly stageDisplayName: string;
  /** The deployment jobs of the stage that use the environment. */
  readonly jobs: readonly string[];
  /** The run's summaries so far, oldest first. */
  readonly summaries: readonly Summary[];
  /** The run's artifacts so far. */
  readonly artifacts: Artifacts;
  /** Aborted when the run is canceled; the answer then has no effect. */
  readonly signal: AbortSignal;
}

/** How to run a pipeline. */
export interface PipelineOptions {
  /** Path of the pipeline file; with `text`, only its name in messages. */
  readonly file: string;
  /** The pipeline's YAML, instead of the content of the file. */
  readonly text?: string;
  readonly parameters?: GivenParameters;
  /** The project's service connections. */
  readonly connections: readonly ServiceEndpoint[];
  /** Variable groups by name; their values are read whenever a job starts. */
  readonly variableGroups?: Readonly<Record<string, VariableGroup>>;
  /** Called for each environment of a stage, one after another. */
  readonly approve: (request: ApprovalRequest) => Promise<boolean>;
  /** Folder in which each job gets its own work folder. */
  readonly workFolder: string;
  /** Folder with built tasks as `<Task>/<Task>V<major>`; this repository's tasks when absent. */
  readonly tasksFolder?: string;
  readonly node?: NodeBinaries;
  /** Folder with the files of the pipeline's own repository, for `checkout: self`; refused when undefined. */
  readonly repository?: string | undefined;
  /** Paths of the project's secure files by name. */
  readonly secureFiles?: Readonly<Record<string, string>>;
  readonly onLine?: (line: PipelineLine) => void;
  /** Aborted to cancel the run. */
  readonly signal?: AbortSignal;
  /** The organization that tasks can call with the job access token. */
  readonly azureDevOps?: { readonly collectionUrl: string; readonly accessToken: string };
  /** Other values for predefined variables of the run, such as `Build.BuildId` or `System.TeamProject`. */
  readonly systemVariables?: Readonly<Record<string, string>>;
  /** Values of the counters in earlier runs, by prefix in lower case; the run updates them. None when absent. */
  readonly counters?: Map<string, number>;
  /** Runs with `System.Debug`. */
  readonly debug?: boolean;
  /**
   * Result of a stage after its approval was rejected; Failed when absent. Documented: the stage is not executed
   * (article "Approvals and checks"), and the run fails (MicrosoftDocs/azure-devops-docs issue 6005). Likely, but not
   * found in any public source: `dependencies.<stage>.result` is Failed, so that `failed()` is true in later stages.
   * When nobody answers the approval in time, the stage is Skipped (same article). A clean-up that must not depend on
   * this can use `in(dependencies.<stage>.result, 'Failed', 'Canceled', 'Skipped')`.
   */
  readonly rejectedStage?: "Failed" | "Canceled" | "Skipped";
  /** Milliseconds per minute of the file's timeouts; 60,000 when absent, fewer in tests. */
  readonly minuteMilliseconds?: number;
}
