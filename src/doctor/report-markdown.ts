import { markdownCode } from "../core/markdown.ts";
import type { ApiCheck } from "./check-api.ts";
import {
  conclusionOf,
  descriptionText,
  detailLines,
  editTexts,
  heading,
  overridesText,
  overridesTitle,
  rowsOf,
} from "./report.ts";

/** The check of a node's API as Markdown for the run's summary. `redact` removes the secrets from each text. */
export function doctorMarkdown(check: ApiCheck, redact: (text: string) => string): string {
  const shown = (text: string) => markdownCode(redact(text)).replace(/\|/g, "\\|");
  const rows = rowsOf(check).map((row) => `| ${row.map((cell) => (cell === "" ? "" : shown(cell))).join(" | ")} |`);
  const listed = (lines: readonly string[]) => lines.filter((line) => line !== "").map((line) => `- ${shown(line)}`);
  const details = listed(check.findings.flatMap(detailLines));
  return [
    "### Exalate doctor: the node's API beside the profile",
    "",
    `${redact(conclusionOf(check))} Node: ${shown(check.nodeUrl.host)}. Description: ${shown(descriptionText(check))}.`,
    "",
    `| ${heading.join(" | ")} |`,
    `|${"---|".repeat(heading.length)}`,
    ...rows,
    "",
    ...(details.length === 0 ? [] : [...details, ""]),
    ...proposalLines(check, redact, listed),
  ].join("\n");
}

function proposalLines(
  check: ApiCheck,
  redact: (text: string) => string,
  listed: (lines: readonly string[]) => string[],
): string[] {
  const { overrides, isChange, edits } = check.proposal;
  if (overrides === undefined || !isChange) return [];
  const json = redact(overridesText(overrides)).replaceAll("````", "```");
  const editLines = edits.length === 0 ? [] : ["", ...listed(editTexts(check))];
  return [overridesTitle(check), "", "````json", json, "````", ...editLines, ""];
}
