import { Failure } from "../core/failure.ts";
import { Secret } from "../core/secret.ts";
import { harmless, singleLine } from "../core/text.ts";
import type { Agent } from "./agent.ts";

/** What every task tells of a connection. */
export interface PublishedConnection {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly status: string;
}

/**
 * Sets the outputs `connectionId`, `connectionName` and `connectionStatus`. Raises EXA313, with the other two set, for an
 * id that no variable can hold as it is: another spelling would name another connection.
 */
export function publishConnection(agent: Agent, connection: PublishedConnection): void {
  const isUsableId = harmlessValue(connection.connectionId) === connection.connectionId;
  if (isUsableId) setOutput(agent, "connectionId", connection.connectionId);
  setHarmlessOutput(agent, "connectionName", connection.connectionName);
  setHarmlessOutput(agent, "connectionStatus", connection.status);
  if (!isUsableId) throw unusableId(connection);
}

/**
 * A value that stays what it is. The agent expands `$(name)` in the values of variables too, before each step, so that a
 * node could have any secret of the job put into one (microsoft/azure-pipelines-agent, Variables.RecalculateExpanded).
 */
function harmlessValue(value: string): string {
  return singleLine(value).replaceAll("$(", "$_(");
}

function setHarmlessOutput(agent: Agent, name: string, value: string): void {
  const set = harmlessValue(value);
  if (set !== value) {
    agent.log.warning(
      `The node's value of ${name} has characters that would act on the pipeline; the output is set to "${set}".`,
    );
  }
  setOutput(agent, name, set);
}

/** A value that holds a secret stays true, since later steps act on it, and becomes a secret variable. */
function setOutput(agent: Agent, name: string, value: string): void {
  const holdsSecret = agent.secrets.redact(value) !== value;
  if (holdsSecret) agent.log.info(`The output ${name} holds a secret of this job and is set as a secret variable.`);
  agent.setOutput(name, holdsSecret ? new Secret(value) : value);
}

function unusableId({ connectionId, connectionName }: PublishedConnection): Failure {
  return new Failure(
    "EXA313",
    `The node calls the connection "${harmless(connectionName)}" by the id "${harmless(connectionId)}", which cannot be an output: it would act on the pipeline.`,
    "Find out in the node's Exalate console who set this connection up. Later steps can name it by connectionName.",
  );
}

/** Adds a summary; a run whose summary cannot be written has still done its work, and gets a warning. */
export function publishSummary(agent: Agent, title: string, markdown: () => string): void {
  try {
    agent.addSummary(title, markdown());
  } catch (error) {
    agent.log.warning(`The summary could not be written (${error instanceof Error ? error.name : typeof error}).`);
  }
}
