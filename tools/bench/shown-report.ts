import { readFileSync, writeFileSync } from "node:fs";
import type { BenchReport } from "./report.ts";
import { aboutRun, reportTables } from "./report-tables.ts";
import { forMarkdown, forTerminal } from "./table.ts";

const [begin, end] = ["<!-- bench -->", "<!-- /bench -->"];

/** A run as tables for a terminal. */
export function terminalText(report: BenchReport): string {
  return [aboutRun(report).join("\n"), ...reportTables(report).map(forTerminal), ""].join("\n\n");
}

/** A run as tables in Markdown. */
export function markdownText(report: BenchReport): string {
  return [aboutRun(report).join("\n"), ...reportTables(report).map(forMarkdown)].join("\n\n");
}

/**
 * Replaces what stands between the two markers in a Markdown file.
 * @throws Error when the file cannot be read or written, or has no markers
 */
export function writeInto(file: string, markdown: string): void {
  const { before, after } = aroundMarkers(readFileSync(file, "utf8"));
  writeFileSync(file, `${before}\n\n${markdown}\n\n${after}`);
}

/** What a Markdown text has before and after the place between the two markers. @throws Error when it has no markers */
export function aroundMarkers(text: string): { readonly before: string; readonly after: string } {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`It has no ${begin} followed by ${end}.`);
  return { before: text.slice(0, from + begin.length), after: text.slice(to) };
}
