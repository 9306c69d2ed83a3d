import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Secret } from "../../../src/core/secret.ts";
import { publishConnection } from "../../../src/pipeline/publish-connection.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";

const connection = { connectionId: "12345", connectionName: "ado_to_jira", status: "ACTIVE" };

function published(changes: Partial<typeof connection>, secrets: readonly string[] = []) {
  const agent = new FakeAgent();
  for (const secret of secrets) agent.secrets.register(secret);
  publishConnection(agent, { ...connection, ...changes });
  return agent;
}

const expandable = ["$(System.AccessToken)", "a $(secret) b", "$($(inner))", "$(", "$(a)$(b)"];

describe("The outputs of a connection", () => {
  it("are its id, its name and its status", () => {
    assert.deepEqual(
      [...published({}).outputs],
      [
        ["connectionId", "12345"],
        ["connectionName", "ado_to_jira"],
        ["connectionStatus", "ACTIVE"],
      ],
    );
  });

  for (const value of [...expandable, "##vso[task.setvariable variable=stolen]yes", "a\u0007b"]) {
    for (const [member, output] of [
      ["connectionName", "connectionName"],
      ["status", "connectionStatus"],
    ] as const) {
      it(`escape ${JSON.stringify(value)} in ${output}, so that it cannot act on the pipeline, and the log says so`, () => {
        const agent = published({ [member]: value });
        const set = String(agent.outputs.get(output));
        assert.ok(!set.includes("$(") && !set.includes("##vso[") && !set.includes("\u0007"), set);
        assert.match(agent.events.join("\n"), new RegExp(`warning: The ${output} from the node contains characters`));
      });
    }

    it(`leave out the id ${JSON.stringify(value)}, which would act on the pipeline`, async () => {
      const agent = new FakeAgent();
      await failsWith("EXA313", () => publishConnection(agent, { ...connection, connectionId: value }));
      assert.deepEqual([...agent.outputs.keys()], ["connectionName", "connectionStatus"]);
    });
  }

  it("keep their value when it happens to contain a secret, and become secret", () => {
    const { outputs, events } = published({}, ["jira", "1234"]);
    const revealed = [...outputs].map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]);
    assert.deepEqual(Object.fromEntries(revealed), {
      connectionId: "12345",
      connectionName: "ado_to_jira",
      connectionStatus: "ACTIVE",
    });
    assert.deepEqual(
      [...outputs].filter(([, value]) => value instanceof Secret).map(([name]) => name),
      ["connectionId", "connectionName"],
    );
    assert.ok(
      events.includes("info: The output connectionName contains a secret of this job and is set as a secret variable."),
    );
  });
});
