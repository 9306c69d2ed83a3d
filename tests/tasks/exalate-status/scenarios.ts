import type { ConnectionStatus } from "../../../tools/exalate-node/node.ts";
import type { Nodes, Scenario, TaskScenarios } from "../scenario.ts";

const name = "ado_to_jira";

function seed(status: ConnectionStatus) {
  return ({ node, destination }: Nodes) => void node.addConnection({ name, status, remoteUrl: destination.url });
}

/** The status changes during the wait. The shortest timeout is one minute, so a scenario cannot wait for it to end. */
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

/** The node lists an active connection with changed members. */
function lists(members: Record<string, unknown>) {
  return (nodes: Nodes) => {
    seed("ACTIVE")(nodes);
    nodes.node.misbehave({
      operation: "listConnections",
      fault: {
        kind: "alter",
        alter: (body) => {
          const { results, ...rest } = JSON.parse(body);
          return JSON.stringify({ ...rest, results: [{ ...results[0], ...members }] });
        },
      },
    });
  };
}

/** The list has a total of two connections, and alternates between one new connection and none. */
function keepsChanging({ node }: Nodes): void {
  let answers = 0;
  const alter = () => {
    answers += 1;
    const results = answers % 2 === 1 ? [{ id: answers, name: "other", status: "ACTIVE" }] : [];
    return JSON.stringify({ total: 2, results });
  };
  node.misbehave({ operation: "listConnections", fault: { kind: "alter", alter } });
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
  {
    name: "name-and-status-that-would-act",
    arrange: lists({ name: "$(System.AccessToken)", status: "active $(secret)" }),
    inputs: ({ node }) => ({ connectionName: "", connectionId: node.connections()[0]?.id ?? "" }),
    failure: "EXA310",
  },
  {
    name: "name-that-would-act",
    arrange: lists({ name: "$(System.AccessToken) ##vso[task.setvariable variable=stolen]yes" }),
    inputs: ({ node }) => ({ connectionName: "", connectionId: node.connections()[0]?.id ?? "" }),
  },
  { name: "id-that-would-act", arrange: lists({ id: "$(System.AccessToken)" }), failure: "EXA313" },
  {
    name: "name-that-holds-the-password",
    node: { users: { admin: "jira" } },
    arrange: seed("ACTIVE"),
    connection: () => ({ scheme: "UsernamePassword", parameters: { username: "admin", password: "jira" } }),
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
  { name: "list-that-keeps-changing", arrange: keepsChanging, failure: "EXA212", connections: 0 },
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
export const statusScenarios: TaskScenarios = {
  task: "ExalateStatus",
  simplestInputs: () => ({ connectionName: name }),
  scenarios,
};
