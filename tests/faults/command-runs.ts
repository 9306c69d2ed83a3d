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
  /** The node that the run signs in to, which has the fault. */
  readonly node: ExalateNode;
  readonly other: ExalateNode;
}

/** A complete run of a command. `run` asserts its result. */
export interface CommandRun {
  arrange(nodes: Nodes): void;
  run(nodes: Nodes, ports: RealPorts): Promise<void>;
  /** The number of connections on the node after a successful run. */
  readonly connectionsAtEnd: number;
}

/** The name of the connection in every run. */
export const connectionName = "ado_to_jira";

/** The options of a run that initiates. */
export function initiateOptionsFor(
  { other }: Pick<Nodes, "other">,
  ifExists: InitiateOptions["ifExists"],
): InitiateOptions {
  return { ...sampleOptions, request: { ...sampleRequest, connectionName, destinationUrl: other.url }, ifExists };
}

/** Initiates and publishes a connection. Asserts that the published code is that of the node's only connection. */
async function initiateAndPublish(
  nodes: Nodes,
  ports: RealPorts,
  ifExists: InitiateOptions["ifExists"],
): Promise<void> {
  const options = initiateOptionsFor(nodes, ifExists);
  const result = await initiate(options, ports);
  await publishInitiated(ports.agent, options, result, ports.node.nodeUrl);
  const [connection, ...more] = nodes.node.connections().filter(({ name }) => name === connectionName);
  assert.deepEqual(more, [], "there are two connections");
  assert.equal(ports.agent.secretVariables.get(codeVariable)?.reveal(), asVariable(connection?.invitationCode ?? ""));
}

/** The published form of a code. A code with line breaks is encoded as base64, because a secret variable cannot hold it. */
function asVariable(code: string): string {
  return /[\r\n]/.test(code.trim()) ? `base64:${Buffer.from(code.trim()).toString("base64")}` : code.trim();
}

function pending({ node, other }: Nodes): void {
  node.addConnection({ name: connectionName, remoteUrl: other.url });
}

/** A connection is initiated on a node without connections. */
export const initiating: CommandRun = {
  arrange: () => {},
  run: (nodes, ports) => initiateAndPublish(nodes, ports, "reuse"),
  connectionsAtEnd: 1,
};

/** The pending connection of an earlier run is reused, and its code is read again. */
export const reusing: CommandRun = {
  arrange: pending,
  run: (nodes, ports) => initiateAndPublish(nodes, ports, "reuse"),
  connectionsAtEnd: 1,
};

/** The pending connection of an earlier run is replaced by a new one. */
export const replacing: CommandRun = {
  arrange: pending,
  run: (nodes, ports) => initiateAndPublish(nodes, ports, "replace"),
  connectionsAtEnd: 1,
};

/** The other node has initiated a connection, and this node accepts it. */
export const accepting: CommandRun = {
  arrange: ({ node, other }) => void other.addConnection({ name: connectionName, remoteUrl: node.url }),
  async run({ node, other }, ports) {
    const [initiated] = other.connections();
    assert.ok(initiated);
    const options = { invitationCode: ports.agent.secrets.register(initiated.invitationCode), project: "Fabrikam" };
    publishAccepted(ports.agent, options, await accept(options, ports), ports.node.nodeUrl);
    const statuses = [...node.connections(), ...other.connections()].map(({ status }) => status);
    assert.deepEqual(statuses, ["ACTIVE", "ACTIVE"]);
  },
  connectionsAtEnd: 1,
};

/** The pending connection of an earlier run is withdrawn. */
export const withdrawing: CommandRun = {
  arrange: pending,
  async run(_, ports) {
    await withdraw({ connectionName }, ports);
  },
  connectionsAtEnd: 0,
};
