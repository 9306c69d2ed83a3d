import type { Command } from "./command-parser.ts";
import type { Environment } from "./environment.ts";
import type { NodeRunner } from "./handler-selection.ts";
import type { OutputStream } from "./process.ts";
import type { StepTarget } from "./restrictions.ts";
import type { TaskResult } from "./results.ts";
import type { Issue, LogLine } from "./step-log.ts";
import type { Attachment, OutputVariable, TimelineDetail } from "./step-record.ts";

/** A task to run as one step of a job. */
export interface TaskRequest {
  /** Folder with task.json and the handler's script. */
  readonly taskFolder: string;
  /** `name:` of the step, under which later steps find its outputs; made from the task's name when absent. */
  readonly name?: string;
  readonly displayName?: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: Readonly<Environment>;
  readonly continueOnError?: boolean;
  /** For all attempts together. */
  readonly timeoutMilliseconds?: number;
  /** At most 10 are honoured. */
  readonly retryCountOnTaskFailure?: number;
  /** Aborted to cancel the job. */
  readonly signal?: AbortSignal;
  readonly target?: StepTarget;
  /** Forces a Node runner instead of the agent's own choice. */
  readonly handler?: NodeRunner;
  /** Called for each line of the log, as it is written. */
  readonly onLine?: (line: LogLine) => void;
}

/** A line as the process wrote it, before anything masked it. */
export interface RawLine {
  readonly stream: OutputStream;
  readonly text: string;
}

/** All that can be known of a step after it ran. */
export interface StepReport {
  readonly name: string;
  readonly result: TaskResult;
  /** Of the last attempt; undefined when no process ended by itself. */
  readonly exitCode: number | undefined;
  readonly raw: readonly RawLine[];
  /** The log file: masked, with tags, without the commands. */
  readonly log: readonly string[];
  readonly banner: readonly string[];
  /** At most ten errors and ten warnings. */
  readonly issues: readonly Issue[];
  readonly outputs: ReadonlyMap<string, OutputVariable>;
  /** Unmasked, as the agent sends it. */
  readonly currentOperation: string | undefined;
  /** Every operation text that was sent, unmasked. */
  readonly operations: readonly string[];
  readonly percentComplete: number;
  readonly summaries: readonly Pick<Attachment, "path" | "content">[];
  readonly attachments: readonly Attachment[];
  readonly details: readonly TimelineDetail[];
  readonly serverCommands: readonly Command[];
  /** The binary the task ran on, when it came that far. */
  readonly node: string | undefined;
  readonly attempts: number;
  readonly durationMilliseconds: number;
}
