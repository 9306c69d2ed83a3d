import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import { encryptText, makeKeyPair } from "../../src/delivery/encryption.ts";
import { fakeJobToken, startAzureDevOpsServer } from "../../tools/azure-devops-server/server.ts";
import {
  type ExalateNode,
  fakePassword,
  fakeToken,
  fakeUser,
  startExalateNode,
} from "../../tools/exalate-node/node.ts";
import { runSourceTask, type SourceRun } from "./source-task.ts";

const name = "ado_to_jira";
const destinationUrl = "https://jira.fabrikam.com";

type Endpoint = SourceRun["endpoint"];

/** A service connection with a token, to the node or to another address. */
function endpointOf(node: ExalateNode, changes: Partial<Endpoint> = {}): Endpoint {
  return { url: node.url, scheme: "Token", parameters: { apitoken: fakeToken }, data: {}, ...changes };
}

async function withNode(use: (node: ExalateNode) => Promise<void>): Promise<void> {
  const node = await startExalateNode();
  try {
    await use(node);
  } finally {
    await node.close();
  }
}

/** Waits for the first request to the node, for at most 10 s. */
async function firstRequest(node: ExalateNode): Promise<void> {
  for (let waited = 0; node.requests.length === 0 && waited < 10_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const initiating = {
  task: "ExalateInitiate",
  inputs: { private: "true", localShortName: "ado", destinationShortName: "jira" },
};

describe("A task run from its sources", function () {
  this.timeout(30_000);

  it("initiates with a token and with a user name and a password, with and without System.Debug", () =>
    withNode(async (node) => {
      const parameters = { username: fakeUser, password: fakePassword };
      for (const endpoint of [endpointOf(node), endpointOf(node, { scheme: "UsernamePassword", parameters })]) {
        const step = await runSourceTask({ ...initiating, endpoint, debug: endpoint.scheme === "Token" });
        assert.equal(step.result, "Succeeded", step.log.join("\n"));
        assert.equal(step.outputs.get("invitationCode")?.value, node.connections()[0]?.invitationCode);
      }
      assert.equal(node.connections().length, 1);
    }));

  it("initiates with a token and a code that a logging command must escape", async () => {
    const token = "Xy%7z;Q%3Bkk9]%0DPw";
    const node = await startExalateNode({ tokens: [token], invitationCode: "a line\nand another, both of a code" });
    try {
      const step = await runSourceTask({
        ...initiating,
        endpoint: endpointOf(node, {
          parameters: { apitoken: token },
          data: { allowedDestinations: "*.fabrikam.com, private" },
        }),
      });
      assert.equal(step.result, "Succeeded", step.log.join("\n"));
      assert.match(step.outputs.get("invitationCode")?.value ?? "", /^base64:/);
    } finally {
      await node.close();
    }
  });

  it("stores the code in a variable group", () =>
    withNode(async (node) => {
      const azure = await startAzureDevOpsServer();
      try {
        const id = azure.addVariableGroup({ name: "exalate", variables: {} });
        const step = await runSourceTask({
          ...initiating,
          inputs: { ...initiating.inputs, storeIn: "variableGroup", variableGroup: "exalate" },
          endpoint: endpointOf(node),
          variables: [
            { name: "System.CollectionUri", value: azure.collectionUrl },
            { name: "System.AccessToken", value: fakeJobToken, isSecret: true },
          ],
        });
        assert.equal(step.result, "Succeeded", step.log.join("\n"));
        assert.equal(azure.group(id).variables.ExalateInvitationCode?.value, node.connections()[0]?.invitationCode);
      } finally {
        await azure.close();
      }
    }));

  it("encrypts the code, in a build and in a release, and accepts from the encrypted file", () =>
    withNode(async (node) => {
      const other = await startExalateNode();
      try {
        const { identity, recipient } = await makeKeyPair();
        const inputs = { ...initiating.inputs, encryptFor: recipient, publishCode: "false" };
        for (const hostType of ["build", "release"]) {
          const variables = [{ name: "System.HostType", value: hostType }];
          const step = await runSourceTask({ ...initiating, inputs, endpoint: endpointOf(node), variables });
          assert.equal(step.result, "Succeeded", step.log.join("\n"));
          assert.equal(step.outputs.get("invitationCode"), undefined);
          const kept =
            hostType === "build" ? step.artifacts : step.attachments.filter(({ name }) => name.endsWith(".age"));
          assert.equal(kept.length, 1);
        }
        const { invitationCode } = other.addConnection({ name: "jira_to_ado", remoteUrl: node.url });
        const folder = mkdtempSync(join(tmpdir(), "source-tasks-"));
        const invitationFile = join(folder, "x.invitation.age");
        writeFileSync(
          invitationFile,
          await encryptText(invitationCode, { kind: "recipients", recipients: [recipient] }),
        );
        const accepting = { invitationFile, decryptionKey: identity, project: "Fabrikam" };
        const accepted = await runSourceTask({ task: "ExalateAccept", inputs: accepting, endpoint: endpointOf(node) });
        rmSync(folder, { recursive: true, force: true });
        assert.equal(accepted.result, "Succeeded", accepted.log.join("\n"));
      } finally {
        await other.close();
      }
    }));

  it("accepts an invitation", () =>
    withNode(async (node) => {
      const other = await startExalateNode();
      try {
        const { invitationCode } = other.addConnection({ name, remoteUrl: node.url });
        const inputs = { invitationCode, project: "Fabrikam" };
        const step = await runSourceTask({ task: "ExalateAccept", inputs, endpoint: endpointOf(node) });
        assert.equal(step.result, "Succeeded", step.log.join("\n"));
        assert.equal(node.connections()[0]?.status, "ACTIVE");
      } finally {
        await other.close();
      }
    }));

  it("reads the status, and withdraws a connection", () =>
    withNode(async (node) => {
      node.addConnection({ name, remoteUrl: destinationUrl });
      const inputs = { connectionName: name };
      const endpoint = endpointOf(node);
      const looked = await runSourceTask({ task: "ExalateStatus", inputs: { ...inputs, expect: "pending" }, endpoint });
      const withdrew = await runSourceTask({ task: "ExalateWithdraw", inputs, endpoint });
      assert.deepEqual([looked.result, withdrew.result], ["Succeeded", "Succeeded"], withdrew.log.join("\n"));
      assert.deepEqual(node.connections(), []);
    }));

  for (const [what, changes, inputs, code] of [
    ["a service connection without a credential", { parameters: {} }, {}, "EXA112"],
    ["no service connection", {}, { exalateConnection: "" }, "EXA101"],
    ["storing in a release outside of one", {}, { storeIn: "release" }, "EXA601"],
  ] as const) {
    it(`fails with ${code} for ${what}`, () =>
      withNode(async (node) => {
        const run = { ...initiating, inputs: { ...initiating.inputs, ...inputs } };
        const step = await runSourceTask({ ...run, endpoint: endpointOf(node, changes) });
        assert.equal(step.result, "Failed");
        assert.deepEqual(
          step.issues.map(({ message }) => message.slice(0, 6)),
          [code],
        );
        assert.deepEqual(node.connections(), []);
      }));
  }

  it("reports a stop while the node does not answer", () =>
    withNode(async (node) => {
      node.misbehave({ operation: "authenticate", fault: { kind: "hang" } });
      const stopping = new AbortController();
      const running = runSourceTask({ ...initiating, endpoint: endpointOf(node), signal: stopping.signal });
      await Promise.race([running, firstRequest(node)]);
      stopping.abort();
      const step = await running;
      assert.equal(step.result, "Canceled");
      assert.match(step.log.join("\n"), /EXA900: The step was stopped\. Nothing was changed\./);
    }));
});
