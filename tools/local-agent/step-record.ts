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

  /** Sets an output. Set again in another case, it keeps the spelling that came first; its secrecy is that of the last. */
  setOutput(name: string, output: OutputVariable): void {
    const known = [...this.outputs.keys()].find((each) => each.toLowerCase() === name.toLowerCase());
    this.outputs.set(known ?? name, output);
  }

  /** Ends the records below the step, as the agent does when the step ends. */
  completeDetails(): void {
    for (const [id, { percentComplete = 100, result = "Succeeded", ...detail }] of this.details) {
      this.details.set(id, { ...detail, percentComplete, result, state: "Completed" });
    }
  }

  /** Reports progress in percent, which never goes back, and the current operation. */
  progress(percent: number, operation: string): void {
    this.percentComplete = Math.max(this.percentComplete, percent);
    this.operations.push(operation);
  }
}
