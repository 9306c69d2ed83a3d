import type { AcceptOptions } from "../commands/accept.ts";
import { markdownCode, markdownTable } from "../core/markdown.ts";
import type { Accepted } from "../exalate/connection.ts";
import type { Agent } from "./agent.ts";
import { publishConnection, publishSummary } from "./publish-connection.ts";

/** Publishes the result of ExalateAccept@1: outputs and a summary. */
export function publishAccepted(agent: Agent, options: AcceptOptions, accepted: Accepted, nodeUrl: URL): void {
  publishConnection(agent, accepted);
  publishSummary(agent, "Exalate connection accepted", () => {
    return summary(options.project, accepted, nodeUrl, (text) => markdownCode(agent.forSummary(text)));
  });
}

function summary(project: string, accepted: Accepted, nodeUrl: URL, code: (text: string) => string): string {
  const headline = accepted.alreadyAccepted
    ? "An Exalate invitation had been accepted before. Nothing was changed"
    : "An Exalate invitation was accepted";
  return [
    `### ${headline}`,
    "",
    ...markdownTable([
      ["Connection", `${code(accepted.connectionName)} (id ${code(accepted.connectionId)})`],
      ["Accepted on", code(nodeUrl.host)],
      ...(accepted.alreadyAccepted
        ? []
        : [[`Project that receives items at ${code(nodeUrl.host)}`, code(project)] satisfies [string, string]]),
      ["Status", code(accepted.status)],
    ]),
    "",
  ].join("\n");
}
