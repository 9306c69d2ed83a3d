import { Failure } from "../core/failure.ts";
import { Secret } from "../core/secret.ts";
import { harmless, singleLine } from "../core/text.ts";
import type { Agent } from "./agent.ts";

/** The connection that a task publishes. */
export interface PublishedConnection {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly status: string;
}

/**
 * Sets the outputs `connectionId`, `connectionName` and `connectionStatus`. Raises EXA313 for an id that a variable cannot
 * hold unchanged, because a changed id would be another connection. The other two outputs are set then.
 */
export function publishConnection(agent: Agent, connection: PublishedConnection): void {
  const isUsableId = harmlessValue(connection.connectionId) === connection.connectionId;
  if (isUsableId) setOutput(agent, "connectionId", connection.connectionId);
  setHarmlessOutput(agent, "connectionName", connection.connectionName);
  setHarmlessOutput(agent, "connectionStatus", connection.status);
  if (!isUsableId) throw unusableId(connection);
}

/**
 * The value without anything that acts on the pipeline. Before each step the agent expands `$(name)` in the values of
 * variables too, so a node could read any secret of the job (microsoft/azure-pipelines-agent,
 * Variables.RecalculateExpanded).
 */
function harmlessValue(value: string): string {
  return singleLine(value).replaceAll("$(", "$_(");
}

function setHarmlessOutput(agent: Agent, name: string, value: string): void {
  const set = harmlessValue(value);
  if (set !== value) {
    agent.log.warning(
      `The ${name} from the node contains characters that would act on the pipeline. The output is set to "${set}".`,
    );
  }
  setOutput(agent, name, set);
}

/** A value that contains a secret is set unchanged, because later steps use it, but as a secret variable. */
function setOutput(agent: Agent, name: string, value: string): void {
  const holdsSecret = agent.secrets.redact(value) !== value;
  if (holdsSecret) agent.log.info(`The output ${name} contains a secret of this job and is set as a secret variable.`);
  agent.setOutput(name, holdsSecret ? new Secret(value) : value);
}

function unusableId({ connectionId, connectionName }: PublishedConnection): Failure {
  return new Failure(
    "EXA313",
    `The node gives the connection "${harmless(connectionName)}" the id "${harmless(connectionId)}", which cannot be an output: it would act on the pipeline.`,
    "Find out in the node's Exalate console who set up this connection. Later steps can use connectionName.",
  );
}

/** Adds a summary. If it cannot be written, the run only gets a warning, because its work is done. */
export function publishSummary(agent: Agent, title: string, markdown: () => string): void {
  try {
    agent.addSummary(title, markdown());
  } catch (error) {
    agent.log.warning(`The summary could not be written (${error instanceof Error ? error.name : typeof error}).`);
  }
}
