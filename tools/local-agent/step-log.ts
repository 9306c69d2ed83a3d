import type { Masker } from "./masker.ts";
import type { OutputStream } from "./process.ts";

/** The kind of a log line, from its tag. */
export type LineKind = "output" | "section" | "group" | "endgroup" | "command" | "error" | "warning" | "debug";

/** A line of the log. */
export interface LogLine {
  /** Where it came from; `agent` for the agent's own lines. */
  readonly stream: OutputStream | "agent";
  /** Masked text with its tag. */
  readonly text: string;
  readonly kind: LineKind;
}

/** An error or warning of a step, for the run's summary page. */
export interface Issue {
  readonly type: "error" | "warning";
  /** Masked. */
  readonly message: string;
  /** Properties of the command (`code`, `sourcepath` …), which the agent does not mask. */
  readonly data: Readonly<Record<string, string>>;
}

const mostIssuesOfOneType = 10;
const taggedLine = /^##\[(section|group|endgroup|command|error|warning|debug)\]/;

/** The kind of a log line. */
export function kindOf(text: string): LineKind {
  const tag = taggedLine.exec(text)?.[1];
  const kinds: readonly LineKind[] = ["section", "group", "endgroup", "command", "error", "warning", "debug"];
  return kinds.find((kind) => kind === tag) ?? "output";
}

/**
 * The log of one step. It masks each message when it is written, and keeps at most ten errors and ten warnings as
 * issues.
 */
export class StepLog {
  readonly lines: string[] = [];
  readonly issues: Issue[] = [];
  /** The stream of the line that is being handled, for listeners. */
  source: LogLine["stream"] = "agent";
  readonly #masker: Masker;
  readonly #showsDebug: boolean;
  readonly #onLine: (line: LogLine) => void;

  constructor(masker: Masker, showsDebug: boolean, onLine: (line: LogLine) => void) {
    this.#masker = masker;
    this.#showsDebug = showsDebug;
    this.#onLine = onLine;
  }

  /** Masks a message as a whole, then splits it into lines and writes them. */
  write(message: string): void {
    this.writeUnmasked(this.#masker.mask(message));
  }

  /** Writes a message without masking, as for the banner. */
  writeUnmasked(message: string): void {
    for (const text of message.split(/\r\n|\r|\n/)) {
      this.lines.push(text);
      this.#onLine({ stream: this.source, text, kind: kindOf(text) });
    }
  }

  /** Writes debug text when the job runs with System.Debug: masked as a whole, with a tag only on its first line. */
  debug(message: string): void {
    if (this.#showsDebug) this.write(`##[debug]${message}`);
  }

  /** Writes an error and keeps it as an issue. */
  error(message: string): void {
    this.addIssue("error", message, {});
  }

  /** Writes a warning and keeps it as an issue. */
  warning(message: string): void {
    this.addIssue("warning", message, {});
  }

  /** Writes and keeps an issue: the message is masked, the data is not (ExecutionContext.AddIssue). */
  addIssue(type: Issue["type"], message: string, data: Issue["data"]): void {
    const masked = this.#masker.mask(message);
    if (masked !== "") this.write(`##[${type}]${masked}`);
    const kept = this.issues.filter((issue) => issue.type === type).length;
    if (kept < mostIssuesOfOneType) this.issues.push({ type, message: masked, data });
  }
}
