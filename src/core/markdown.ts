import { singleLine } from "./text.ts";

/** A text as inline code. Nothing in it is read as Markdown, HTML, a link or a mention. */
export function markdownCode(text: string): string {
  const line = singleLine(text);
  const fence = fenceFor(line, 1);
  const pad = /^`|`$|^ .* $/.test(line) || line === "" ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** More backquotes than the text has in a row, and `least` at least. */
function fenceFor(text: string, least: number): string {
  return "`".repeat(text.split(/[^`]+/).reduce((most, { length }) => Math.max(most, length + 1), least));
}

/** Lines to copy as they are, as a block of code. */
export function markdownBlock(lines: readonly string[]): string[] {
  const single = lines.map(singleLine);
  const fence = fenceFor(single.join("\n"), 3);
  return [`${fence}text`, ...single, fence];
}

/**
 * A table of two columns. Its first row is the heading, because Markdown has no table without one and shows empty headings
 * as an empty row. A vertical bar in a cell is shown as a bar.
 */
export function markdownTable(rows: readonly (readonly [string, string])[]): string[] {
  const [heading = "", ...others] = rows.map((cells) => `| ${cells.map(withoutBars).join(" | ")} |`);
  return [heading, "| :--- | :--- |", ...others];
}

/** GitHub Flavored Markdown ends a cell at a bar, even inside code, unless it is escaped. */
function withoutBars(cell: string): string {
  return cell.replace(/\|/g, "\\|");
}

/**
 * A text of several lines as a quote, each line as code. Escaping is not enough: renderers turn addresses into links, and
 * `#123`, `!123` and `@name` into mentions, after they have removed the escapes.
 */
export function markdownQuote(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => singleLine(line).trim());
  return lines.map((line) => (line === "" ? ">" : `> ${markdownCode(line)}  `));
}
