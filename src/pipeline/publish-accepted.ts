import type { AcceptOptions } from "../commands/accept.ts";
import type { Accepted } from "../exalate/connection.ts";
import type { Agent } from "./agent.ts";
import { markdownCode, markdownTable } from "./markdown.ts";
import { publishConnection, publishSummary, redactedTexts } from "./publish-connection.ts";

/** Publishes what ExalateAccept@1 did: its outputs, and a summary. */
export function publishAccepted(agent: Agent, options: AcceptOptions, accepted: Accepted, nodeUrl: URL): void {
  publishConnection(agent, accepted);
  publishSummary(agent, "Exalate connection accepted", () => {
    const shown = redactedTexts({ options, accepted }, agent.secrets);
    return summary(shown.options.project, shown.accepted, nodeUrl);
  });
}

function summary(project: string, accepted: Accepted, nodeUrl: URL): string {
  const headline = accepted.before
    ? "An Exalate invitation was accepted here before; nothing was changed"
    : "An Exalate invitation was accepted";
  return [
    `### ${headline}`,
    "",
    ...markdownTable([
      ["Connection", `${markdownCode(accepted.connectionName)} (id ${markdownCode(accepted.connectionId)})`],
      ["Accepted on", markdownCode(nodeUrl.host)],
      ["Project that receives items", markdownCode(project)],
      ["Status", markdownCode(accepted.status)],
    ]),
    "",
  ].join("\n");
}
