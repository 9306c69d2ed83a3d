import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { withdraw, withdrawKey } from "../../../src/commands/withdraw.ts";
import { Secret } from "../../../src/core/secret.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";

async function run(status: string | undefined) {
  const agent = new FakeAgent();
  const deleted: string[] = [];
  const connection = status === undefined ? undefined : { connectionId: "7", connectionName: "a_to_b", status };
  const node = {
    nodeUrl: new URL("https://azurenode-1.exalate.cloud"),
    signIn: async () => new Secret("session"),
    findConnection: async () => connection,
    findConnectionById: async () => connection,
    deleteConnection: async (id: string) => void deleted.push(id),
  };
  const outcome = await withdraw({ connectionName: "a_to_b" }, { node, log: agent.log, progress: agent.progress });
  return { outcome, deleted, output: agent.events.join("\n"), stopTexts: agent.stopTexts };
}

describe("Withdrawing", () => {
  it("removes a pending connection", async () => {
    const { outcome, deleted, output, stopTexts } = await run("PENDING");
    assert.deepEqual([outcome, deleted], ["withdrawn", ["7"]]);
    assert.match(output, /"a_to_b" \(id 7\) on azurenode-1\.exalate\.cloud.*code is useless now/);
    assert.match(stopTexts.join("\n"), /^The connection "a_to_b" \(id 7\) .*may have been withdrawn.*$/);
  });

  it("does nothing when there is no connection", async () => {
    const { outcome, deleted, output } = await run(undefined);
    assert.deepEqual([outcome, deleted], ["not there", []]);
    assert.match(output, /info: There is no connection "a_to_b" on azurenode-1\.exalate\.cloud: nothing to withdraw\./);
  });

  for (const status of ["ACTIVE", "DEACTIVATED", "SOMETHING"]) {
    it(`never removes a connection that is ${status}, and warns`, async () => {
      const { outcome, deleted, output, stopTexts } = await run(status);
      assert.deepEqual([outcome, deleted, stopTexts], ["left alone", [], []]);
      assert.match(output, new RegExp(`warning: .*"a_to_b" \\(id 7\\) .*is ${status}, not PENDING`));
    });
  }

  it("needs a name or an id", async () => {
    assert.deepEqual(withdrawKey({ connectionName: "", connectionId: "7" }), { connectionId: "7" });
    assert.match(
      await failsWith("EXA115", () => withdrawKey({ connectionName: "", connectionId: "" })),
      /stageDependencies/,
    );
  });
});
