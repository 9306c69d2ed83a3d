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
    name: "name-that-holds-the-password",
    node: { users: { admin: "jira" } },
    arrange: seed("PENDING"),
    connection: () => ({ scheme: "UsernamePassword", parameters: { username: "admin", password: "jira" } }),
    connections: 0,
  },
  {
    name: "several-of-one-name",
    node: { allowsEqualNames: true },
    arrange: (nodes) => {
      seed("PENDING")(nodes);
      seed("ACTIVE")(nodes);
    },
    failure: "EXA312",
    connections: 2,
  },
  {
    name: "id-beyond-what-a-number-holds",
    arrange: ({ node }) =>
      node.misbehave({
        operation: "listConnections",
        times: 1,
        fault: {
          kind: "body",
          body: `{"total":2,"results":[{"id":9007199254740992,"name":"other","status":"ACTIVE"},{"id":9007199254740993,"name":"${name}","status":"PENDING"}]}`,
        },
      }),
    connections: 0,
  },
  {
    name: "call-unknown",
    arrange: (nodes) => {
      seed("PENDING")(nodes);
      nodes.node.misbehave({ operation: "deleteConnection", fault: { kind: "status", status: 404 } });
    },
    failure: "EXA208",
  },
  {
    name: "reported-but-not-done",
    arrange: (nodes) => {
      seed("PENDING")(nodes);
      nodes.node.misbehave({ operation: "deleteConnection", fault: { kind: "status", status: 204, body: "" } });
    },
    failure: "EXA213",
    connections: 1,
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
export const withdrawScenarios: TaskScenarios = {
  task: "ExalateWithdraw",
  simplestInputs: () => ({ connectionName: name }),
  scenarios,
};
