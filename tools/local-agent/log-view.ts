import { kindOf, type LineKind } from "./step-log.ts";

/** How to show a log. */
export interface LogViewOptions {
  /** Use terminal colours; without them, errors and warnings are named in words. */
  readonly colors: boolean;
}

// The web console cuts live lines here; the log file keeps the rest.
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

/** Shows masked lines of a step's log the way the web console does: sections, one level of groups, colours. */
export class LogView {
  readonly #colors: boolean;
  #inGroup = false;

  constructor(options: LogViewOptions) {
    this.#colors = options.colors;
  }

  /** The line to print, or `undefined` for one that only structures the log. Lines come in the order of the log. */
  show(line: string): string | undefined {
    const kind = kindOf(line);
    const indent = this.#indentFor(kind);
    if (kind === "endgroup") return undefined;
    const text = line.slice(0, shownCharacters).replace(kind === "output" ? "" : `##[${kind}]`, "");
    return indent + this.#styled(kind, text);
  }

  // Groups do not nest: a new one, or a section, ends the one before.
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

/** Shows a whole log at once. */
export function showLog(lines: readonly string[], options: LogViewOptions): string[] {
  const view = new LogView(options);
  return lines.map((line) => view.show(line)).filter((line) => line !== undefined);
}
