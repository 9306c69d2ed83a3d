import { kindOf, type LineKind } from "./step-log.ts";

/** Options for showing a log. */
export interface LogViewOptions {
  /** Use terminal colors; without them, a word such as "error: " marks the line. */
  readonly colors: boolean;
}

// The web console cuts live lines at this length; the log file keeps whole lines.
const shownCharacters = 1_024;
const reset = "\u001b[0m";

const styles: Readonly<Record<LineKind, { readonly color: string; readonly word: string }>> = {
  output: { color: "", word: "" },
  section: { color: "\u001b[32m", word: "" },
  group: { color: "\u001b[1m", word: "▾ " },
  endgroup: { color: "", word: "" },
  command: { color: "\u001b[36m", word: "$ " },
  error: { color: "\u001b[31m", word: "error: " },
  warning: { color: "\u001b[33m", word: "warning: " },
  debug: { color: "\u001b[35m", word: "debug: " },
};
const wordsKeptInColor: readonly LineKind[] = ["group", "command"];

/** Formats the masked lines of a step's log like the web console: sections, one level of groups, colors. */
export class LogView {
  readonly #colors: boolean;
  #inGroup = false;

  constructor(options: LogViewOptions) {
    this.#colors = options.colors;
  }

  /** The line to print; `undefined` for a line that only ends a group. Call it in the order of the log. */
  show(line: string): string | undefined {
    const kind = kindOf(line);
    const indent = this.#indentFor(kind);
    if (kind === "endgroup") return undefined;
    const text = line.slice(0, shownCharacters).replace(kind === "output" ? "" : `##[${kind}]`, "");
    return indent + this.#styled(kind, text);
  }

  // Groups do not nest: a new group or a section ends the previous group.
  #indentFor(kind: LineKind): string {
    const wasInGroup = this.#inGroup;
    if (kind === "group") this.#inGroup = true;
    if (kind === "endgroup" || kind === "section") this.#inGroup = false;
    return wasInGroup && this.#inGroup && kind !== "group" ? "  " : "";
  }

  #styled(kind: LineKind, text: string): string {
    const { color, word } = styles[kind];
    if (!this.#colors) return word + text;
    const shown = wordsKeptInColor.includes(kind) ? word + text : text;
    return color === "" ? shown : `${color}${shown}${reset}`;
  }
}

/** Formats a whole log. */
export function showLog(lines: readonly string[], options: LogViewOptions): string[] {
  const view = new LogView(options);
  return lines.map((line) => view.show(line)).filter((line) => line !== undefined);
}
