import { type Nodes, type Scenario, type TaskScenarios, withoutConnections } from "../scenario.ts";
import { encryptedScenarios } from "./encrypted-scenarios.ts";
import { code, invited } from "./invited.ts";

function acceptedHere({ node, ...nodes }: Nodes): void {
  const { name, invitationCode } = invited({ node, ...nodes });
  node.addConnection({ name, remoteUrl: nodes.destination.url, status: "ACTIVE" });
  node.misbehave({
    operation: "acceptInvitation",
    fault: {
      kind: "status",
      status: 409,
      body: JSON.stringify({ message: `${name} is active`, id: "17", name, status: "ACTIVE", echo: invitationCode }),
    },
  });
}

const successes: Scenario[] = [
  { name: "accepted" },
  {
    name: "accepted-with-line-breaks",
    destination: { invitationFormat: "wrapped" },
    inputs: (nodes) => ({
      invitationCode: `base64:${Buffer.from(code(nodes).trim()).toString("base64")}`,
    }),
  },
  { name: "accepted-before", arrange: acceptedHere },
  {
    name: "accepted-inside-the-limit",
    connection: ({ destination }) => ({ data: { allowedDestinations: new URL(destination.url).host } }),
  },
  {
    name: "accepted-with-a-lost-answer-and-a-plain-conflict",
    arrange: ({ node }) => {
      node.misbehave({ operation: "acceptInvitation", times: 1, fault: { kind: "lostAnswer" } });
      node.misbehave({ operation: "acceptInvitation", fault: { kind: "status", status: 409 } });
    },
  },
  {
    name: "accepted-without-project-search",
    arrange: ({ node }) => node.misbehave({ operation: "searchProjects", fault: { kind: "status", status: 404 } }),
  },
];

const refusals = withoutConnections([
  {
    name: "outside-the-limit",
    connection: () => ({ data: { allowedDestinations: "*.exalate.cloud" } }),
    failure: "EXA108",
  },
  {
    name: "accepted-before-outside-the-limit",
    arrange: (nodes) => {
      const { name } = invited(nodes);
      const { id } = nodes.node.addConnection({ name, remoteUrl: nodes.destination.url, status: "ACTIVE" });
      const body = JSON.stringify({ id, name, status: "ACTIVE" });
      nodes.node.misbehave({ operation: "acceptInvitation", fault: { kind: "status", status: 409, body } });
    },
    connection: () => ({ data: { allowedDestinations: "*.exalate.cloud" } }),
    failure: "EXA108",
    connections: 1,
  },
  { name: "empty-code", inputs: () => ({ invitationCode: "" }), failure: "EXA114" },
  { name: "unexpanded-macro", inputs: () => ({ invitationCode: "$(code)" }), failure: "EXA114" },
  {
    name: "unexpanded-expression",
    inputs: () => ({ invitationCode: "$[ stageDependencies.Connect.Initiate.outputs['exalate.invitationCode'] ]" }),
    failure: "EXA114",
  },
  { name: "no-project", inputs: () => ({ project: "" }), failure: "EXA101" },
  { name: "unknown-project", inputs: () => ({ project: "Fabrikm" }), failure: "EXA204" },
  { name: "invalid-code", inputs: () => ({ invitationCode: "not-a-code-of-any-node" }), failure: "EXA307" },
  {
    name: "withdrawn-code",
    arrange: (nodes) => {
      invited(nodes);
      nodes.destination.misbehave({ operation: "completeConnection", fault: { kind: "status", status: 404 } });
    },
    failure: "EXA307",
  },
  {
    name: "name-taken",
    arrange: ({ node }) => node.addConnection({ name: "jira_to_ado", remoteUrl: "https://other.fabrikam.com" }),
    failure: "EXA308",
    connections: 1,
  },
  {
    name: "echoed-code",
    arrange: ({ node }) => node.misbehave({ operation: "acceptInvitation", fault: { kind: "echo" } }),
    failure: "EXA208",
  },
  {
    name: "answer-lacks-id",
    arrange: ({ node }) => node.misbehave({ operation: "acceptInvitation", fault: { kind: "body", body: "{}" } }),
    failure: "EXA209",
  },
]);

/** The scenarios of ExalateAccept@1. The service connection leads to the invited node. */
export const acceptScenarios: TaskScenarios = {
  task: "ExalateAccept",
  simplestInputs: (nodes) => ({ invitationCode: code(nodes), project: "Fabrikam" }),
  scenarios: [...successes, ...refusals, ...encryptedScenarios],
};
