import type { Agent } from "./agent.ts";

/** What every task tells of a connection. */
export interface PublishedConnection {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly status: string;
}

/** Sets the outputs `connectionId`, `connectionName` and `connectionStatus`. */
export function publishConnection(agent: Agent, connection: PublishedConnection): void {
  agent.setOutput("connectionId", connection.connectionId);
  agent.setOutput("connectionName", connection.connectionName);
  agent.setOutput("connectionStatus", connection.status);
}

/** Adds a summary; a run whose summary cannot be written has still done its work, and gets a warning. */
export function publishSummary(agent: Agent, title: string, markdown: () => string): void {
  try {
    agent.addSummary(title, markdown());
  } catch (error) {
    agent.log.warning(`The summary could not be written (${error instanceof Error ? error.name : typeof error}).`);
  }
}
