import { markdownCode } from "../core/markdown.ts";
import type { ApiCheck } from "./check-api.ts";
import { adviceOf, conclusionOf, descriptionText, overridesText, rowsOf } from "./report.ts";

/** The check of a node's API as Markdown for the run's summary. `redact` removes the secrets from each text. */
export function doctorMarkdown(check: ApiCheck, redact: (text: string) => string): string {
  const shown = (text: string) => markdownCode(redact(text)).replace(/\|/g, "\\|");
  const rows = rowsOf(check).map((row) => `| ${row.map((cell) => (cell === "" ? "" : shown(cell))).join(" | ")} |`);
  return [
    "### Exalate doctor: the node's API beside the profile",
    "",
    `${redact(conclusionOf(check))} Node: ${shown(check.nodeUrl.host)}. Description: ${shown(descriptionText(check))}.`,
    "",
    "| Operation | Call | How known | Needed | Verdict | What the node says |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
    ...proposalLines(check, redact),
  ].join("\n");
}

function proposalLines({ proposal }: ApiCheck, redact: (text: string) => string): string[] {
  if (proposal?.overrides === undefined || !proposal.isChange) return [];
  const advice = adviceOf(proposal).map((line) => `- ${markdownCode(redact(line))}`);
  return [
    'API overrides that fit the description. Paste all of this into "API overrides" of the service connection:',
    "",
    "````json",
    redact(overridesText(proposal.overrides)).replaceAll("````", "```"),
    "````",
    ...(advice.length === 0 ? [] : ["", "Before you use it:", "", ...advice]),
    "",
  ];
}
