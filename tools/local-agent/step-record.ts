import type { Command } from "./command-parser.ts";
import { mergeResults, type TaskResult } from "./results.ts";

/** An output variable of a step, for later steps and jobs. */
export interface OutputVariable {
  readonly value: string;
  readonly isSecret: boolean;
}

/** A file that a step attached; its content is that at the time of the command. */
export interface Attachment {
  readonly type: string;
  readonly name: string;
  readonly path: string;
  readonly content: string;
}

/** Files that a step added to an artifact of the build; their content is that at the time of the command. */
export interface UploadedArtifact {
  readonly name: string;
  /** Paths are relative to the artifact, with forward slashes. */
  readonly files: readonly { readonly path: string; readonly content: Buffer }[];
}

/** A record of `task.logdetail`; its texts are unmasked, as the agent sends them. */
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

/** What the agent sends to the server about a running step; all of it is unmasked. */
export class StepRecord {
  result: TaskResult | undefined;
  /** Failed when a logging command has failed; kept across retries. */
  commandResult: TaskResult | undefined;
  percentComplete = 0;
  /** All operation texts so far, the current one last. */
  readonly operations: string[] = [];
  readonly outputs = new Map<string, OutputVariable>();
  readonly attachments: Attachment[] = [];
  readonly artifacts: UploadedArtifact[] = [];
  /** Lines that the agent writes to the log when the process has ended. */
  readonly outputAtEnd: string[] = [];
  readonly details = new Map<string, TimelineDetail>();
  /** Commands that only the server executes, such as `build.addbuildtag`. */
  readonly serverCommands: Command[] = [];

  /** Merges a result; the worse one wins. */
  merge(result: TaskResult): void {
    this.result = mergeResults(this.result, result);
  }

  /** Sets an output. Setting it again in another case keeps the first spelling and takes the new value and secrecy. */
  setOutput(name: string, output: OutputVariable): void {
    const known = [...this.outputs.keys()].find((each) => each.toLowerCase() === name.toLowerCase());
    this.outputs.set(known ?? name, output);
  }

  /** Completes the detail records, as the agent does when the step ends. */
  completeDetails(): void {
    for (const [id, { percentComplete = 100, result = "Succeeded", ...detail }] of this.details) {
      this.details.set(id, { ...detail, percentComplete, result, state: "Completed" });
    }
  }

  /** Sets the current operation and the progress in percent, which never decreases. */
  progress(percent: number, operation: string): void {
    this.percentComplete = Math.max(this.percentComplete, percent);
    this.operations.push(operation);
  }
}
