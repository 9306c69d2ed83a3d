import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import { runBuiltTask } from "../support/task-run.ts";

const token = "t0ken-of-the-job";
const variables = [
  { name: "System.AccessToken", value: token, isSecret: true },
  { name: "Holder", value: "<$(System.AccessToken)>" },
];

describe("A step after a built task", () => {
  it("reads its outputs, and the variables of the job, as the agent expands them by then", async () => {
    const node = await startExalateNode();
    try {
      node.addConnection({ name: "ado_to_jira", remoteUrl: "https://jira.fabrikam.com", status: "ACTIVE" });
      const { step, later } = await runBuiltTask({
        task: "ExalateStatus",
        handler: "Node20_1",
        inputs: { connectionName: "ado_to_jira" },
        url: node.url,
        parameters: { apitoken: fakeToken },
        job: { variables },
        readLater: ["exalate.connectionName", "exalate.connectionStatus", "Holder", "exalate.nothing"],
      });
      assert.equal(step.result, "Succeeded", step.log.join("\n"));
      assert.deepEqual(Object.fromEntries(later), {
        "exalate.connectionName": "ado_to_jira",
        "exalate.connectionStatus": "ACTIVE",
        Holder: `<${token}>`,
        "exalate.nothing": "$(exalate.nothing)",
      });
    } finally {
      await node.close();
    }
  });
});
