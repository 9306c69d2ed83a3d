import type { ConnectionStatus } from "../../../tools/exalate-node/node.ts";
import type { Nodes, Scenario, TaskScenarios } from "../scenario.ts";

const name = "ado_to_jira";

function seed(status: ConnectionStatus) {
  return ({ node, destination }: Nodes) => void node.addConnection({ name, status, remoteUrl: destination.url });
}

const scenarios: Scenario[] = [
  { name: "pending", arrange: seed("PENDING"), connections: 0 },
  {
    name: "pending-by-id",
    arrange: seed("PENDING"),
    inputs: ({ node }) => ({ connectionName: "", connectionId: node.connections()[0]?.id ?? "" }),
    connections: 0,
  },
  { name: "not-there", connections: 0 },
  {
    name: "call-unknown",
    arrange: (nodes) => {
      seed("PENDING")(nodes);
      nodes.node.misbehave({ operation: "deleteConnection", fault: { kind: "status", status: 404 } });
    },
    failure: "EXA208",
  },
  { name: "active", arrange: seed("ACTIVE") },
  { name: "deactivated", arrange: seed("DEACTIVATED") },
  {
    name: "gone-meanwhile",
    arrange: (nodes) => {
      seed("PENDING")(nodes);
      nodes.node.misbehave({ operation: "deleteConnection", fault: { kind: "status", status: 404, after: true } });
    },
    connections: 0,
  },
  { name: "no-key", inputs: () => ({ connectionName: "" }), failure: "EXA115", connections: 0 },
  {
    name: "call-missing",
    arrange: (nodes) => {
      seed("PENDING")(nodes);
      nodes.node.misbehave({ operation: "deleteConnection", fault: { kind: "status", status: 405 } });
    },
    failure: "EXA208",
  },
];

/** The scenarios of ExalateWithdraw@1. */
export const withdrawing: TaskScenarios = {
  task: "ExalateWithdraw",
  simplestInputs: () => ({ connectionName: name }),
  scenarios,
};
