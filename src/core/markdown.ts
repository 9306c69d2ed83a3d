import { singleLine } from "./text.ts";

/** A text as inline code, in which nothing is taken for Markdown, HTML, a link or a mention, whatever it holds. */
export function markdownCode(text: string): string {
  const line = singleLine(text);
  const longest = line.split(/[^`]+/).reduce((most, { length }) => Math.max(most, length), 0);
  const fence = "`".repeat(longest + 1);
  const pad = /^`|`$|^ .* $/.test(line) || line === "" ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A table of two columns without headings; a bar in a cell shows as a bar. */
export function markdownTable(rows: readonly (readonly [string, string])[]): string[] {
  return ["| | |", "|---|---|", ...rows.map((cells) => `| ${cells.map(withoutBars).join(" | ")} |`)];
}

/** GitHub-flavoured Markdown ends a cell at a bar even within code, unless it is escaped. */
function withoutBars(cell: string): string {
  return cell.replace(/\|/g, "\\|");
}

/**
 * A text of several lines as a quote, each line as code. Escapes would not do: renderers make links of addresses and
 * mentions of `#123`, `!123` and `@name` after they have taken the escapes away.
 */
export function markdownQuote(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => singleLine(line).trim());
  return lines.map((line) => (line === "" ? ">" : `> ${markdownCode(line)}  `));
}
