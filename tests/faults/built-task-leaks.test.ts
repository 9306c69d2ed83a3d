import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { type Fault, fakeToken, type Misbehaviour } from "../../tools/exalate-node/node.ts";
import { accepting } from "../tasks/exalate-accept/scenarios.ts";
import { initiating } from "../tasks/exalate-initiate/scenarios.ts";
import { withdrawing } from "../tasks/exalate-withdraw/scenarios.ts";
import {
  assertNothingShows,
  type Nodes,
  type Played,
  play,
  type Scenario,
  type TaskScenarios,
} from "../tasks/scenario.ts";
import { inPool } from "./pool.ts";
import { type Stranger, startStranger } from "./stranger.ts";

/** An invitation code as nodes make them, known beforehand so that answers can quote it. */
const code = Buffer.from(
  JSON.stringify({ secret: "fake-shared-secret-4711", name: "ado_to_jira", url: "https://node.contoso.com" }),
).toString("base64url");

const inForms = (secret: string) =>
  [secret, Buffer.from(secret).toString("base64"), encodeURIComponent(secret), JSON.stringify({ secret })].join(" ");

/** What a careless node might say of itself: all it knows, and a logging command. */
const confession = `No: ${inForms(fakeToken)} ${inForms(code)}\n##vso[task.setvariable variable=stolen]yes`;

/** A code that nothing but its place tells from a sentence: it has no digits. */
const codeInWords = "an-invitation-code-in-words-alone";

interface Leak {
  readonly fault: Fault;
  readonly times?: number;
  /** The code that the nodes give out. */
  readonly code?: string;
}

/** Answers that quote secrets. Those of a busy node come once, since each makes a run wait. */
const leakyFaults: Readonly<Record<string, (stranger: Stranger) => Leak>> = {
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
  "a refusal": () => ({ fault: { kind: "status", status: 400, body: JSON.stringify({ message: confession }) } }),
  "a refusal in plain text": () => ({
    fault: { kind: "status", status: 403, body: confession, contentType: "text/plain" },
  }),
  "a breakdown, done": () => ({
    times: 1,
    fault: { kind: "status", status: 500, body: JSON.stringify({ message: confession }), after: true },
  }),
  "a busy node": () => ({
    times: 1,
    fault: { kind: "status", status: 429, body: confession, headers: { "Retry-After": "0", "X-Code": code } },
  }),
  "a web page": () => ({ fault: { kind: "body", body: `<html>${confession}</html>`, contentType: "text/html" } }),
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
  message: confession,
};

interface Reached {
  readonly of: TaskScenarios;
  readonly operation: Misbehaviour["operation"];
  readonly arrange?: (nodes: Nodes) => void;
  readonly inputs?: Record<string, string>;
}

const pending = ({ node, destination }: Nodes) =>
  void node.addConnection({ name: "ado_to_jira", remoteUrl: destination.url });

/** Which task asks each operation. */
const operations: Readonly<Record<string, Reached>> = {
  "sign-in": { of: initiating, operation: "authenticate" },
  list: { of: initiating, operation: "listConnections" },
  projects: { of: initiating, operation: "searchProjects" },
  destination: { of: initiating, operation: "describeDestination" },
  initiate: { of: initiating, operation: "initiateConnection" },
  read: { of: initiating, operation: "readInvitation", arrange: pending },
  accept: { of: accepting, operation: "acceptInvitation" },
  withdraw: { of: withdrawing, operation: "deleteConnection", arrange: pending },
  replace: { of: initiating, operation: "deleteConnection", arrange: pending, inputs: { ifExists: "replace" } },
};

function scenarioOf({ operation, arrange, inputs = {} }: Reached, planned: Leak): Scenario {
  const { code: given = code, ...misbehaviour } = planned;
  return {
    name: operation,
    node: { invitationCode: given },
    destination: { invitationCode: given },
    inputs: () => inputs,
    arrange: (nodes) => {
      arrange?.(nodes);
      nodes.node.misbehave({ operation, ...misbehaviour });
    },
  };
}

function assertEnded({ report: { step }, nodes }: Played): void {
  assert.equal(step.exitCode, 0);
  const errors = step.issues.filter(({ type }) => type === "error").map(({ message }) => message);
  assert.equal(errors.length, step.result === "Failed" ? 1 : 0);
  for (const message of errors) assert.match(message, /^EXA[2-4]\d\d: /);
  assert.deepEqual(new Set(step.operations), new Set([""]), "text came with task.complete");
  assert.ok(nodes.node.connections().length <= 1);
}

describe("A built task shows no secret that a node quotes", function () {
  this.timeout(60_000);
  let stranger: Stranger;
  let runs = 0;
  before(async () => {
    stranger = await startStranger();
  });
  after(async () => {
    await stranger.close();
    console.log(`      ${runs} runs of built tasks, scanned`);
  });

  for (const [name, planned] of Object.entries(leakyFaults)) {
    it(`in ${name}, in whichever answer, with and without System.Debug`, async () => {
      const entries = Object.values(operations).flatMap((reached) =>
        [false, true].map((debug) => ({ reached, debug })),
      );
      await inPool(entries, 4, async ({ reached, debug }) => {
        const scenario = scenarioOf(reached, planned(stranger));
        await play(reached.of, scenario, { handler: "Node20_1", debug }, (played) => {
          assertNothingShows(played);
          assertEnded(played);
        });
        runs += 1;
      });
      assert.equal(stranger.requests(), 0, "another host was asked");
    });
  }
});
