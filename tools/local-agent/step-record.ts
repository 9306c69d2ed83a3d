import type { Command } from "./command-parser.ts";
import { mergeResults, type TaskResult } from "./results.ts";

/** A value that a step hands to later steps and jobs. */
export interface OutputVariable {
  readonly value: string;
  readonly isSecret: boolean;
}

/** A file that a step attached, read when its command arrived. */
export interface Attachment {
  readonly type: string;
  readonly name: string;
  readonly path: string;
  readonly content: string;
}

/** A record of `task.logdetail`; texts as the agent sends them, unmasked. */
export interface TimelineDetail {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly name: string;
  readonly type: string;
  readonly currentOperation: string | undefined;
  readonly percentComplete: number | undefined;
  readonly state: string;
  readonly result: string | undefined;
}

/** What the agent tells the server of a running step; nothing in here passes the masker. */
export class StepRecord {
  result: TaskResult | undefined;
  /** Failed once a logging command failed; kept across retries. */
  commandResult: TaskResult | undefined;
  percentComplete = 0;
  /** Every operation text that was sent, the current one last. */
  readonly operations: string[] = [];
  readonly outputs = new Map<string, OutputVariable>();
  readonly attachments: Attachment[] = [];
  readonly details = new Map<string, TimelineDetail>();
  /** Commands that only the server acts on, such as `build.addbuildtag`. */
  readonly serverCommands: Command[] = [];

  /** Merges a result, worst wins. */
  merge(result: TaskResult): void {
    this.result = mergeResults(this.result, result);
  }

  /** Reports progress in percent, which never goes back, and the current operation. */
  progress(percent: number, operation: string): void {
    this.percentComplete = Math.max(this.percentComplete, percent);
    this.operations.push(operation);
  }
}
