import type { ConnectionStatus } from "../../../tools/exalate-node/node.ts";
import type { Nodes, Scenario, TaskScenarios } from "../scenario.ts";

const name = "ado_to_jira";

function seed(status: ConnectionStatus) {
  return ({ node, destination }: Nodes) => void node.addConnection({ name, status, remoteUrl: destination.url });
}

/** A minute is the shortest wait there is: scenarios that wait see the status change while they do. */
function turnsActive(nodes: Nodes): void {
  seed("ACTIVE")(nodes);
  const [connection] = nodes.node.connections();
  const pending = { id: connection?.id, name, status: "PENDING", communication: { remoteUrl: nodes.destination.url } };
  nodes.node.misbehave({
    operation: "listConnections",
    times: 2,
    fault: { kind: "body", body: JSON.stringify({ total: 1, results: [pending] }), contentType: "application/json" },
  });
}

const waits = () => ({ timeoutMinutes: "1", pollSeconds: "1" });

const scenarios: Scenario[] = [
  { name: "active", arrange: seed("ACTIVE") },
  { name: "pending-as-expected", arrange: seed("PENDING"), inputs: () => ({ expect: "Pending" }) },
  { name: "deactivated-as-expected", arrange: seed("DEACTIVATED"), inputs: () => ({ expect: "deactivated" }) },
  {
    name: "by-id",
    arrange: seed("ACTIVE"),
    inputs: ({ node }) => ({ connectionName: "", connectionId: node.connections()[0]?.id ?? "" }),
  },
  { name: "turns-active", arrange: turnsActive, inputs: waits },
  {
    name: "node-down-for-a-while",
    arrange: (nodes) => {
      nodes.node.misbehave({ operation: "authenticate", times: 1, fault: { kind: "reset" } });
      nodes.node.misbehave({ operation: "listConnections", times: 1, fault: { kind: "status", status: 503 } });
      seed("ACTIVE")(nodes);
    },
    inputs: waits,
  },
  {
    name: "session-runs-out",
    arrange: (nodes) => {
      seed("ACTIVE")(nodes);
      nodes.node.misbehave({ operation: "listConnections", times: 1, fault: { kind: "status", status: 401 } });
    },
  },
  { name: "still-pending", arrange: seed("PENDING"), failure: "EXA310" },
  { name: "deactivated", arrange: seed("DEACTIVATED"), failure: "EXA310" },
  {
    name: "never-pending-again",
    arrange: seed("ACTIVE"),
    inputs: () => ({ ...waits(), expect: "pending" }),
    failure: "EXA310",
  },
  { name: "absent", failure: "EXA311", connections: 0 },
  { name: "no-key", inputs: () => ({ connectionName: "" }), failure: "EXA115", connections: 0 },
  { name: "two-keys", inputs: () => ({ connectionId: "7" }), failure: "EXA115", connections: 0 },
  { name: "unexpanded-key", inputs: () => ({ connectionName: "$(name)" }), failure: "EXA115", connections: 0 },
  { name: "no-number", inputs: () => ({ timeoutMinutes: "soon" }), failure: "EXA110", connections: 0 },
  { name: "too-fast", inputs: () => ({ pollSeconds: "0" }), failure: "EXA110", connections: 0 },
  {
    name: "bad-credentials",
    connection: () => ({ parameters: { apitoken: "unknown-token" } }),
    failure: "EXA201",
    connections: 0,
  },
  {
    name: "outage",
    arrange: (nodes) => {
      seed("ACTIVE")(nodes);
      nodes.node.misbehave({ operation: "listConnections", fault: { kind: "status", status: 500 } });
    },
    failure: "EXA210",
  },
];

/** The scenarios of ExalateStatus@1. */
export const awaiting: TaskScenarios = {
  task: "ExalateStatus",
  simplestInputs: () => ({ connectionName: name }),
  scenarios,
};
