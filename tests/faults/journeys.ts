import assert from "node:assert/strict";
import { codeVariable } from "../../src/azure-devops/with-code.ts";
import { accept } from "../../src/commands/accept.ts";
import { initiate } from "../../src/commands/initiate.ts";
import type { InitiateOptions } from "../../src/commands/initiate-options.ts";
import { withdraw } from "../../src/commands/withdraw.ts";
import { publishAccepted } from "../../src/pipeline/publish-accepted.ts";
import { publishInitiated } from "../../src/pipeline/publish-initiated.ts";
import type { ExalateNode } from "../../tools/exalate-node/node.ts";
import { sampleOptions, sampleRequest } from "../support/initiate-options.ts";
import type { RealPorts } from "./real-client.ts";

/** The two nodes of a run. */
export interface Nodes {
  /** The node that the run signs in to, and that misbehaves. */
  readonly node: ExalateNode;
  readonly other: ExalateNode;
}

/** A whole run of a command, with what has to be true when it has gone well. */
export interface Journey {
  arrange(nodes: Nodes): void;
  run(nodes: Nodes, ports: RealPorts): Promise<void>;
  /** How many connections the node has once all went well. */
  readonly connectionsInTheEnd: number;
}

/** Name of the connection of every journey. */
export const connectionName = "ado_to_jira";

/** What an initiating run asks for. */
export function initiateOptionsFor(
  { other }: Pick<Nodes, "other">,
  ifExists: InitiateOptions["ifExists"],
): InitiateOptions {
  return { ...sampleOptions, request: { ...sampleRequest, connectionName, destinationUrl: other.url }, ifExists };
}

/** Initiates, publishes, and checks that what is published is the code of the node's one connection. */
async function initiateAndPublish(
  nodes: Nodes,
  ports: RealPorts,
  ifExists: InitiateOptions["ifExists"],
): Promise<void> {
  const options = initiateOptionsFor(nodes, ifExists);
  const result = await initiate(options, ports);
  publishInitiated(ports.agent, options.request, result, ports.node.nodeUrl);
  const [connection, ...more] = nodes.node.connections().filter(({ name }) => name === connectionName);
  assert.deepEqual(more, [], "there are two connections");
  assert.equal(ports.agent.secretVariables.get(codeVariable)?.reveal(), asVariable(connection?.invitationCode ?? ""));
}

/** A code with line breaks is published as its base64, since no secret variable can hold it as it is. */
function asVariable(code: string): string {
  return /[\r\n]/.test(code.trim()) ? `base64:${Buffer.from(code.trim()).toString("base64")}` : code.trim();
}

function pending({ node, other }: Nodes): void {
  node.addConnection({ name: connectionName, remoteUrl: other.url });
}

/** Nothing is there, and a connection is initiated. */
export const initiating: Journey = {
  arrange: () => {},
  run: (nodes, ports) => initiateAndPublish(nodes, ports, "reuse"),
  connectionsInTheEnd: 1,
};

/** A former run's connection is pending, and its code is read again. */
export const reusing: Journey = {
  arrange: pending,
  run: (nodes, ports) => initiateAndPublish(nodes, ports, "reuse"),
  connectionsInTheEnd: 1,
};

/** A former run's connection is pending, and replaced by a new one. */
export const replacing: Journey = {
  arrange: pending,
  run: (nodes, ports) => initiateAndPublish(nodes, ports, "replace"),
  connectionsInTheEnd: 1,
};

/** The other node has initiated, and this one accepts. */
export const accepting: Journey = {
  arrange: ({ node, other }) => void other.addConnection({ name: connectionName, remoteUrl: node.url }),
  async run({ node, other }, ports) {
    const [initiated] = other.connections();
    assert.ok(initiated);
    const options = { invitationCode: ports.agent.secrets.register(initiated.invitationCode), project: "Fabrikam" };
    publishAccepted(ports.agent, options, await accept(options, ports), ports.node.nodeUrl);
    const statuses = [...node.connections(), ...other.connections()].map(({ status }) => status);
    assert.deepEqual(statuses, ["ACTIVE", "ACTIVE"]);
  },
  connectionsInTheEnd: 1,
};

/** A former run's connection is pending, and withdrawn. */
export const withdrawing: Journey = {
  arrange: pending,
  async run(_, ports) {
    await withdraw({ connectionName }, ports);
  },
  connectionsInTheEnd: 0,
};
