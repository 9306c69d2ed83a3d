import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { type Fault, fakeToken, type PlannedNodeFault } from "../../tools/exalate-node/node.ts";
import { acceptScenarios } from "../tasks/exalate-accept/scenarios.ts";
import { initiateScenarios } from "../tasks/exalate-initiate/scenarios.ts";
import { withdrawScenarios } from "../tasks/exalate-withdraw/scenarios.ts";
import {
  assertNoSecretShown,
  type Nodes,
  runScenario,
  type Scenario,
  type ScenarioRun,
  type TaskScenarios,
} from "../tasks/scenario.ts";
import { type ForeignHost, startForeignHost } from "./foreign-host.ts";
import { inPool } from "./pool.ts";

/** An invitation code in the form of a node's, known in advance so that answers can quote it. */
const code = Buffer.from(
  JSON.stringify({ secret: "fake-shared-secret-4711", name: "ado_to_jira", url: "https://node.contoso.com" }),
).toString("base64url");

const inForms = (secret: string) =>
  [secret, Buffer.from(secret).toString("base64"), encodeURIComponent(secret), JSON.stringify({ secret })].join(" ");

/** A text with every secret that the node knows, and a logging command. */
const quotingText = `No: ${inForms(fakeToken)} ${inForms(code)}\n##vso[task.setvariable variable=stolen]yes`;

/** A code without digits, which can be recognized only by its place in the answer. */
const codeInWords = "an-invitation-code-in-words-only";

interface Leak {
  readonly fault: Fault;
  readonly times?: number;
  /** The invitation code of the nodes. */
  readonly code?: string;
}

/** Answers that quote secrets. Those of a busy node come only once, because each makes a run wait. */
const leakyFaults: Readonly<Record<string, (foreignHost: ForeignHost) => Leak>> = {
  "a refusal that quotes the code it brings": () => ({
    code: codeInWords,
    fault: {
      kind: "status",
      status: 400,
      body: JSON.stringify({ message: `Cannot take ${codeInWords} now`, invitationCode: codeInWords }),
    },
  }),
  "a conflict that quotes the code it brings": () => ({
    code: codeInWords,
    fault: {
      kind: "status",
      status: 409,
      body: JSON.stringify({ message: `Has ${codeInWords}`, invitationCode: codeInWords }),
    },
  }),
  echo: () => ({ fault: { kind: "echo" } }),
  "echo, done": () => ({ fault: { kind: "echo", after: true } }),
  "a refusal": () => ({ fault: { kind: "status", status: 400, body: JSON.stringify({ message: quotingText }) } }),
  "a refusal in plain text": () => ({
    fault: { kind: "status", status: 403, body: quotingText, contentType: "text/plain" },
  }),
  "a breakdown, done": () => ({
    times: 1,
    fault: { kind: "status", status: 500, body: JSON.stringify({ message: quotingText }), after: true },
  }),
  "a busy node": () => ({
    times: 1,
    fault: { kind: "status", status: 429, body: quotingText, headers: { "Retry-After": "0", "X-Code": code } },
  }),
  "a web page": () => ({ fault: { kind: "body", body: `<html>${quotingText}</html>`, contentType: "text/html" } }),
  "every member": () => ({ fault: { kind: "body", body: JSON.stringify(everyMember) } }),
  "every member, done": () => ({ fault: { kind: "body", body: JSON.stringify(everyMember), after: true } }),
  "a redirect": ({ url }) => ({
    fault: {
      kind: "redirect",
      status: 302,
      location: `${url}/${encodeURIComponent(code)}?token=${fakeToken}#${encodeURIComponent(code)}`,
    },
  }),
  "half an answer": () => ({ times: 1, fault: { kind: "truncate" } }),
};

const everyMember = {
  id: fakeToken,
  name: code,
  status: `ACTIVE ${fakeToken}`,
  token: "##vso[task.setvariable variable=stolen]yes",
  invitationCode: "",
  total: fakeToken,
  results: [
    { id: code, name: fakeToken, status: code, key: code, communication: { remoteUrl: `https://${fakeToken}.com` } },
  ],
  modes: [code],
  reachable: true,
  nodeUrl: `https://contoso.com/${fakeToken}`,
  message: quotingText,
};

interface OperationSetup {
  readonly of: TaskScenarios;
  readonly operation: PlannedNodeFault["operation"];
  readonly arrange?: (nodes: Nodes) => void;
  readonly inputs?: Record<string, string>;
}

const pending = ({ node, destination }: Nodes) =>
  void node.addConnection({ name: "ado_to_jira", remoteUrl: destination.url });

/** The task that calls each operation. */
const operations: Readonly<Record<string, OperationSetup>> = {
  "sign-in": { of: initiateScenarios, operation: "authenticate" },
  list: { of: initiateScenarios, operation: "listConnections" },
  projects: { of: initiateScenarios, operation: "searchProjects" },
  destination: { of: initiateScenarios, operation: "describeDestination" },
  initiate: { of: initiateScenarios, operation: "initiateConnection" },
  read: { of: initiateScenarios, operation: "readInvitation", arrange: pending },
  accept: { of: acceptScenarios, operation: "acceptInvitation" },
  withdraw: { of: withdrawScenarios, operation: "deleteConnection", arrange: pending },
  replace: { of: initiateScenarios, operation: "deleteConnection", arrange: pending, inputs: { ifExists: "replace" } },
};

function scenarioOf({ operation, arrange, inputs = {} }: OperationSetup, leak: Leak): Scenario {
  const { code: given = code, ...plannedFault } = leak;
  return {
    name: operation,
    node: { invitationCode: given },
    destination: { invitationCode: given },
    inputs: () => inputs,
    arrange: (nodes) => {
      arrange?.(nodes);
      nodes.node.misbehave({ operation, ...plannedFault });
    },
  };
}

function assertEnded({ report: { step }, nodes }: ScenarioRun): void {
  assert.equal(step.exitCode, 0);
  const errors = step.issues.filter(({ type }) => type === "error").map(({ message }) => message);
  assert.equal(errors.length, step.result === "Failed" ? 1 : 0);
  for (const message of errors) assert.match(message, /^EXA[2-4]\d\d: /);
  assert.deepEqual(new Set(step.operations), new Set([""]), "text came with task.complete");
  assert.ok(nodes.node.connections().length <= 1);
}

describe("A built task hides secrets that a node quotes", function () {
  this.timeout(60_000);
  let foreignHost: ForeignHost;
  let runs = 0;
  before(async () => {
    foreignHost = await startForeignHost();
  });
  after(async () => {
    await foreignHost.close();
    console.log(`      ${runs} runs of built tasks, scanned`);
  });

  for (const [name, leak] of Object.entries(leakyFaults)) {
    it(`in ${name}, in the answer of every operation, with and without System.Debug`, async () => {
      const entries = Object.values(operations).flatMap((setup) => [false, true].map((debug) => ({ setup, debug })));
      await inPool(entries, 4, async ({ setup, debug }) => {
        const scenario = scenarioOf(setup, leak(foreignHost));
        await runScenario(setup.of, scenario, { handler: "Node20_1", debug }, (run) => {
          assertNoSecretShown(run);
          assertEnded(run);
        });
        runs += 1;
      });
      assert.equal(foreignHost.requests(), 0, "another host got a request");
    });
  }
});
