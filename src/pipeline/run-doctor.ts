import { type CheckApiPorts, checkApi } from "../doctor/check-api.ts";
import { conclusionOf, reportLines } from "../doctor/report.ts";
import { doctorMarkdown } from "../doctor/report-markdown.ts";
import type { OpenedNode } from "./opened-node.ts";
import { publishSummary } from "./publish-connection.ts";

// Most of its code is that of the doctor, so both are in one file of a built task.
export { explainCall } from "../doctor/explain-call.ts";

/** Checks the API of the node that a task has opened. Prints the report as a group in the log, and in the summary. */
export async function runDoctor(
  node: Pick<OpenedNode, "agent" | "url" | "api" | "credential"> & CheckApiPorts,
): Promise<void> {
  const { agent, url, api, credential } = node;
  const givenToken = credential.kind === "token" ? credential.token : undefined;
  const check = await checkApi({ nodeUrl: url, api, givenToken }, node);
  agent.logGroup("Exalate doctor: the node's API beside the profile", reportLines(check));
  agent.log.info(conclusionOf(check));
  if (agent.mayAddSummary()) publishSummary(agent, "Exalate doctor", () => doctorMarkdown(check, agent.forSummary));
}
