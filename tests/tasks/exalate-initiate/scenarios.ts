import { fakePassword, fakeUser, type Operation } from "../../../tools/exalate-node/node.ts";
import { type Nodes, type Scenario, type TaskScenarios, withoutConnections } from "../scenario.ts";
import { encryptedScenarios } from "./encrypted-scenarios.ts";

const name = "ado_to_jira";

function seed(status: "PENDING" | "ACTIVE" | "DEACTIVATED", remoteUrl?: (nodes: Nodes) => string | null) {
  return (nodes: Nodes) => {
    const url = remoteUrl ? remoteUrl(nodes) : nodes.destination.url;
    nodes.node.addConnection({ name, status, remoteUrl: url });
  };
}

function refuses(operation: Operation, status: number, message: string) {
  return ({ node }: Nodes) =>
    node.misbehave({ operation, fault: { kind: "status", status, body: JSON.stringify({ message }) } });
}

/** Another run initiates the same name after this run reads the list and before its create. */
function taken(nodes: Nodes): void {
  seed("PENDING")(nodes);
  nodes.node.misbehave({
    operation: "listConnections",
    times: 1,
    fault: { kind: "body", body: '{"total":0,"results":[]}', contentType: "application/json" },
  });
}

const elsewhere = () => "https://other.fabrikam.com";
const noUrl = () => ({ destinationUrl: "", private: "true" });

const successes: Scenario[] = [
  { name: "public" },
  { name: "private", inputs: noUrl },
  {
    name: "private-allowed",
    inputs: noUrl,
    connection: () => ({ data: { allowedDestinations: "*.exalate.cloud, private" } }),
  },
  {
    name: "every-input",
    inputs: () => ({
      connectionName: "Contoso & Fabrikam",
      description: "First line\nsecond | line",
      project: "Contoso Support",
      mode: "Basic",
      ifExists: "fail",
    }),
  },
  { name: "basic-mode", inputs: () => ({ mode: "basic" }) },
  { name: "sign-in-token-as-jwt-member", node: { tokenPlace: "jwt" } },
  { name: "sign-in-token-as-token-member", node: { tokenPlace: "token" } },
  { name: "sign-in-token-as-text", node: { tokenPlace: "body" } },
  {
    name: "sign-in-with-user-and-password",
    connection: () => ({ scheme: "UsernamePassword", parameters: { username: fakeUser, password: fakePassword } }),
  },
  {
    name: "sign-in-with-signs",
    node: { tokens: ["Xy%7z;Q%kk9]%P<w>&\"'+/=~"] },
    connection: () => ({ parameters: { apitoken: "Xy%7z;Q%kk9]%P<w>&\"'+/=~" } }),
  },
  {
    name: "sign-in-with-an-escape-in-it",
    node: { tokens: ["abcd%0Defgh%3Bijkl%AZP25mnop"] },
    connection: () => ({ parameters: { apitoken: "abcd%0Defgh%3Bijkl%AZP25mnop" } }),
  },
  { name: "sign-in-with-jwt", connection: ({ node }) => ({ parameters: { apitoken: node.issueSession() } }) },
  {
    name: "sign-in-with-jwt-in-milliseconds",
    node: { expiryUnit: "milliseconds" },
    connection: ({ node }) => ({ parameters: { apitoken: node.issueSession() } }),
  },
  {
    name: "lost-answer",
    arrange: ({ node }) => node.misbehave({ operation: "initiateConnection", times: 1, fault: { kind: "lostAnswer" } }),
  },
  {
    name: "lost-request",
    arrange: ({ node }) => node.misbehave({ operation: "initiateConnection", times: 1, fault: { kind: "reset" } }),
  },
  { name: "code-with-a-variable-in-it", node: { invitationCode: "an invitation with $(System.AccessToken) in it" } },
  { name: "reuse-pending", arrange: seed("PENDING") },
  { name: "reuse-pending-private", arrange: seed("PENDING", () => null), inputs: noUrl },
  { name: "reuse-active", arrange: seed("ACTIVE") },
  { name: "replace-nothing", inputs: () => ({ ifExists: "replace" }) },
  { name: "replace-pending", arrange: seed("PENDING"), inputs: () => ({ ifExists: "replace" }) },
  {
    name: "replace-pending-without-reading-codes",
    node: { canReadInvitation: false },
    arrange: seed("PENDING"),
    inputs: () => ({ ifExists: "replace" }),
  },
  {
    name: "replace-accepted-meanwhile",
    arrange: (nodes) => {
      seed("ACTIVE")(nodes);
      const [connection] = nodes.node.connections();
      const pending = {
        id: connection?.id,
        name,
        status: "PENDING",
        communication: { remoteUrl: nodes.destination.url },
      };
      nodes.node.misbehave({
        operation: "listConnections",
        times: 1,
        fault: {
          kind: "body",
          body: JSON.stringify({ total: 1, results: [pending] }),
          contentType: "application/json",
        },
      });
    },
    inputs: () => ({ ifExists: "replace" }),
  },
  { name: "replace-active", arrange: seed("ACTIVE"), inputs: () => ({ ifExists: "replace" }) },
  { name: "code-with-line-breaks", node: { invitationFormat: "wrapped" } },
  { name: "code-with-a-command", node: { invitationCode: "##vso[task.setvariable variable=stolen]%0D%0A;x]y%AZP25" } },
  {
    name: "renamed-api",
    node: {
      dialect: {
        paths: { initiateConnection: "/relations", listConnections: "/relations" },
        fields: { initiateConnection: { name: "title", invitationCode: "code" } },
      },
    },
    connection: () => ({
      data: {
        apiOverrides: JSON.stringify({
          operations: {
            listConnections: { path: "/relations" },
            initiateConnection: {
              path: "/relations",
              body: { name: null, title: "{connectionName}" },
              result: { invitationCode: ["/code"] },
            },
          },
        }),
      },
    }),
  },
  {
    name: "optional-calls-missing",
    arrange: ({ node }) => {
      node.misbehave({ operation: "describeDestination", fault: { kind: "status", status: 404 } });
      node.misbehave({ operation: "searchProjects", fault: { kind: "html" } });
    },
  },
];

const refusedInputs = withoutConnections([
  { name: "refused-missing-destination", inputs: () => ({ destinationUrl: "" }), failure: "EXA101" },
  { name: "refused-missing-short-name", inputs: () => ({ localShortName: "" }), failure: "EXA101" },
  { name: "refused-unexpanded", inputs: () => ({ destinationShortName: "$(remoteName)" }), failure: "EXA102" },
  { name: "refused-no-url", inputs: () => ({ destinationUrl: "fabrikam" }), failure: "EXA103" },
  { name: "refused-http", inputs: () => ({ destinationUrl: "http://fabrikam.com" }), failure: "EXA104" },
  { name: "refused-node-over-http", connection: () => ({ url: "http://contoso.com" }), failure: "EXA104" },
  { name: "refused-private-with-url", inputs: () => ({ private: "true" }), failure: "EXA105" },
  { name: "refused-long-name", inputs: () => ({ connectionName: "x".repeat(256) }), failure: "EXA106" },
  { name: "refused-visual", inputs: () => ({ mode: "Visual" }), failure: "EXA107" },
  {
    name: "refused-not-allowed",
    connection: () => ({ data: { allowedDestinations: "*.exalate.cloud, jira.fabrikam.com" } }),
    failure: "EXA108",
  },
  {
    name: "refused-private-not-allowed",
    inputs: noUrl,
    connection: () => ({ data: { allowedDestinations: "*.exalate.cloud" } }),
    failure: "EXA108",
  },
  { name: "refused-own-node", inputs: ({ node }) => ({ destinationUrl: `${node.url}/` }), failure: "EXA109" },
  { name: "refused-choice", inputs: () => ({ ifExists: "overwrite" }), failure: "EXA110" },
  {
    name: "refused-control-characters",
    inputs: () => ({ connectionName: "a\nb##vso[task.complete]" }),
    failure: "EXA111",
  },
  { name: "refused-no-credential", connection: () => ({ parameters: { apitoken: "" } }), failure: "EXA112" },
  {
    name: "refused-allowed-list",
    connection: () => ({ data: { allowedDestinations: "https://x" } }),
    failure: "EXA113",
  },
  {
    name: "mode-that-was-not-recorded",
    inputs: () => ({ mode: "basic" }),
    connection: () => ({
      data: {
        apiOverrides: '{"operations":{"initiateConnection":{"evidence":"recorded","only":{"mode":["script"]}}}}',
      },
    }),
    failure: "EXA503",
  },
  { name: "refused-overrides-text", connection: () => ({ data: { apiOverrides: "{" } }), failure: "EXA501" },
  {
    name: "refused-overrides-misfit",
    connection: () => ({ data: { apiOverrides: '{"operations":{"initiateConnection":{"method":"BREW"}}}' } }),
    failure: "EXA502",
  },
]);

const refusedByNode = withoutConnections([
  {
    name: "refused-credentials",
    connection: () => ({ parameters: { apitoken: "not-a-known-token" } }),
    failure: "EXA201",
  },
  {
    name: "refused-expired-jwt",
    node: { sessionSeconds: 0 },
    connection: ({ node }) => ({ parameters: { apitoken: node.issueSession() } }),
    failure: "EXA202",
  },
  { name: "refused-session", arrange: refuses("initiateConnection", 401, "The session is over"), failure: "EXA202" },
  {
    name: "refused-no-node",
    arrange: ({ node }) => node.misbehave({ operation: "authenticate", fault: { kind: "html" } }),
    failure: "EXA203",
  },
  {
    name: "refused-destination-not-told",
    arrange: (nodes) => {
      seed("PENDING")(nodes);
      const [connection] = nodes.node.connections();
      const listed = { id: connection?.id, name, status: "PENDING" };
      nodes.node.misbehave({
        operation: "listConnections",
        fault: { kind: "body", body: JSON.stringify({ total: 1, results: [listed] }) },
      });
    },
    connection: ({ destination }) => ({ data: { allowedDestinations: new URL(destination.url).host } }),
    failure: "EXA108",
    connections: 1,
  },
  { name: "refused-project", inputs: () => ({ project: "Fabrikm" }), failure: "EXA204" },
  { name: "refused-licence", node: { maxConnections: 0 }, failure: "EXA205" },
  { name: "refused-script-mode", destination: { plan: "free" }, failure: "EXA206" },
  { name: "refused-unreachable", inputs: () => ({ destinationUrl: "http://127.0.0.1:1" }), failure: "EXA207" },
  {
    name: "refused-call-missing",
    arrange: ({ node }) => node.misbehave({ operation: "initiateConnection", fault: { kind: "status", status: 404 } }),
    failure: "EXA208",
  },
  {
    name: "refused-with-a-command",
    arrange: refuses("initiateConnection", 400, "no\r\n##vso[task.setvariable variable=stolen]x\n##[error]y"),
    failure: "EXA208",
  },
  {
    name: "refused-quoting-a-new-code",
    arrange: refuses("initiateConnection", 500, "Could not notify; invitation Zx81kQ0v7Jm2Lr5Tn9Wb4Yc6 made"),
    failure: "EXA210",
  },
  {
    name: "refused-with-a-code-in-a-redirect",
    arrange: ({ node }) =>
      node.misbehave({
        operation: "initiateConnection",
        fault: { kind: "redirect", status: 303, location: "/connections/new?invitationCode=Zx81kQ0v7Jm2Lr5Tn9Wb4Yc6" },
      }),
    failure: "EXA211",
  },
  {
    name: "refused-with-an-echo",
    arrange: ({ node }) => node.misbehave({ operation: "initiateConnection", fault: { kind: "echo" } }),
    failure: "EXA208",
  },
  {
    name: "refused-sign-in-with-an-echo",
    arrange: ({ node }) => node.misbehave({ operation: "authenticate", fault: { kind: "echo" } }),
    failure: "EXA208",
  },
  {
    name: "refused-answer-lacks-id",
    arrange: ({ node }) =>
      node.misbehave({ operation: "initiateConnection", fault: { kind: "body", body: '{"ok":true}' } }),
    failure: "EXA209",
  },
  { name: "refused-outage", arrange: refuses("listConnections", 503, "Down for maintenance"), failure: "EXA210" },
  {
    name: "refused-redirect",
    arrange: ({ node, destination }) =>
      node.misbehave({
        operation: "authenticate",
        fault: { kind: "redirect", status: 307, location: `${destination.url}/x` },
      }),
    failure: "EXA211",
  },
  {
    name: "refused-network-by-pipeline",
    variables: [
      { name: "https.proxy", value: "http://proxy.fabrikam.com:8080" },
      { name: "SSL_CERT_DIR", value: "authorities" },
    ],
    failure: "EXA407",
  },
  { name: "refused-connection-refused", connection: () => ({ url: "http://127.0.0.1:1" }), failure: "EXA402" },
  {
    name: "refused-answer-cut-off",
    arrange: ({ node }) => node.misbehave({ operation: "listConnections", fault: { kind: "truncate" } }),
    failure: "EXA402",
  },
  {
    name: "refused-answer-too-large",
    arrange: ({ node }) => node.misbehave({ operation: "listConnections", fault: { kind: "big", bytes: 6_000_000 } }),
    failure: "EXA405",
  },
]);

const refusedByState: Scenario[] = [
  { name: "fail-pending", arrange: seed("PENDING"), inputs: () => ({ ifExists: "fail" }), failure: "EXA301" },
  { name: "fail-active", arrange: seed("ACTIVE"), inputs: () => ({ ifExists: "fail" }), failure: "EXA301" },
  { name: "reuse-elsewhere", arrange: seed("PENDING", elsewhere), failure: "EXA302" },
  {
    name: "replace-active-elsewhere",
    arrange: seed("ACTIVE", elsewhere),
    inputs: () => ({ ifExists: "replace" }),
    failure: "EXA302",
  },
  {
    name: "reuse-without-reading-codes",
    node: { canReadInvitation: false },
    arrange: seed("PENDING"),
    failure: "EXA303",
  },
  {
    name: "reuse-while-reading-fails",
    arrange: (nodes) => {
      seed("PENDING")(nodes);
      nodes.node.misbehave({ operation: "readInvitation", fault: { kind: "status", status: 503 } });
    },
    failure: "EXA210",
  },
  { name: "reuse-deactivated", arrange: seed("DEACTIVATED"), failure: "EXA304" },
  { name: "name-taken-meanwhile", arrange: taken, inputs: () => ({ ifExists: "fail" }), failure: "EXA305" },
  { name: "name-taken-meanwhile-reused", arrange: taken },
  { name: "code-too-long", node: { invitationCode: "x".repeat(40_000) }, failure: "EXA306" },
];

/** The scenarios of ExalateInitiate@1. */
export const initiateScenarios: TaskScenarios = {
  task: "ExalateInitiate",
  simplestInputs: ({ destination }) => ({
    destinationUrl: destination.url,
    localShortName: "ado",
    destinationShortName: "jira",
  }),
  scenarios: [...successes, ...refusedInputs, ...refusedByNode, ...refusedByState, ...encryptedScenarios],
};
