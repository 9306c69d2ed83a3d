import type { Command } from "./command-parser.ts";
import type { Environment } from "./environment.ts";
import type { NodeRunner } from "./handler-selection.ts";
import type { OutputStream } from "./process.ts";
import type { StepTarget } from "./restrictions.ts";
import type { TaskResult } from "./results.ts";
import type { Issue, LogLine } from "./step-log.ts";
import type { Attachment, OutputVariable, TimelineDetail, UploadedArtifact } from "./step-record.ts";

/** A task to run as one step of a job. */
export interface TaskRequest {
  /** Folder with task.json and the handler's script. */
  readonly taskFolder: string;
  /** `name:` of the step, the prefix of its outputs in later steps; made from the task's name when absent. */
  readonly name?: string;
  readonly displayName?: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: Readonly<Environment>;
  readonly continueOnError?: boolean;
  /** For all attempts together. */
  readonly timeoutMilliseconds?: number;
  /** At most 10; more have no effect. */
  readonly retryCountOnTaskFailure?: number;
  /** Aborted to cancel the job. */
  readonly signal?: AbortSignal;
  readonly target?: StepTarget;
  /** Forces a Node runner, instead of the agent's choice. */
  readonly handler?: NodeRunner;
  /** Called for each line of the log when it is written. */
  readonly onLine?: (line: LogLine) => void;
}

/** A line as the process wrote it, unmasked. */
export interface RawLine {
  readonly stream: OutputStream;
  readonly text: string;
}

/** Everything about a finished step. */
export interface StepReport {
  readonly name: string;
  readonly result: TaskResult;
  /** Exit code of the last attempt; undefined when no process started or the agent stopped waiting for it. */
  readonly exitCode: number | undefined;
  readonly raw: readonly RawLine[];
  /** The lines of the log file: masked, with tags, without commands. */
  readonly log: readonly string[];
  readonly banner: readonly string[];
  /** At most ten errors and ten warnings. */
  readonly issues: readonly Issue[];
  readonly outputs: ReadonlyMap<string, OutputVariable>;
  /** The current operation, unmasked, as the agent sends it. */
  readonly currentOperation: string | undefined;
  /** All operation texts, unmasked. */
  readonly operations: readonly string[];
  readonly percentComplete: number;
  readonly summaries: readonly Pick<Attachment, "path" | "content">[];
  readonly attachments: readonly Attachment[];
  readonly artifacts: readonly UploadedArtifact[];
  readonly details: readonly TimelineDetail[];
  readonly serverCommands: readonly Command[];
  /** The Node binary of the task; undefined when the task did not start. */
  readonly node: string | undefined;
  readonly attempts: number;
  readonly durationMilliseconds: number;
}
