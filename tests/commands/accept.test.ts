import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { accept, acceptOptions } from "../../src/commands/accept.ts";
import { Secret } from "../../src/core/secret.ts";
import { failsWith } from "../support/failures.ts";
import { FakeAgent } from "../support/fake-agent.ts";

const code = new Secret("the-code");

describe("The inputs of ExalateAccept@1", () => {
  it("are a code and a project", () => {
    assert.deepEqual(acceptOptions({ project: " Fabrikam " }, code), { invitationCode: code, project: "Fabrikam" });
  });

  for (const missing of [
    undefined,
    new Secret("$(code)"),
    new Secret("$[ dependencies.A.outputs['s.invitationCode'] ]"),
  ]) {
    it(`show the right expression where the code is ${missing ? missing.reveal() : "empty"}`, async () => {
      const message = await failsWith("EXA114", () => acceptOptions({ project: "P" }, missing));
      assert.ok(message.includes("$[ stageDependencies.<stage>.<job>.outputs['<step>.invitationCode'] ]"), message);
    });
  }

  it("refuse a project that is missing or no name", async () => {
    await failsWith("EXA101", () => acceptOptions({ project: "" }, code));
    await failsWith("EXA102", () => acceptOptions({ project: "$(project)" }, code));
    await failsWith("EXA111", () => acceptOptions({ project: "a\nb" }, code));
  });
});

describe("Accepting", () => {
  async function run(before: boolean, project: { key: string; name: string } | undefined) {
    const agent = new FakeAgent();
    const calls: string[] = [];
    const node = {
      nodeUrl: new URL("https://jcloudnode-1.exalate.cloud"),
      signIn: async () => new Secret("session"),
      findProject: async () => project,
      acceptInvitation: async (secret: Secret, key: string) => {
        calls.push(`${secret.reveal()} in ${key}`);
        return { connectionId: "7", connectionName: "a_to_b", status: "ACTIVE", before };
      },
    };
    await accept({ invitationCode: code, project: "Fabrikam" }, { node, log: agent.log, progress: agent.progress });
    return { agent, calls };
  }

  it("sends the code with the key of the project, or its name where the node has no search", async () => {
    assert.deepEqual((await run(false, { key: "FAB", name: "Fabrikam" })).calls, ["the-code in FAB"]);
    assert.deepEqual((await run(false, undefined)).calls, ["the-code in Fabrikam"]);
  });

  it("says whether it changed anything", async () => {
    assert.match(
      (await run(false, undefined)).agent.events.join("\n"),
      /Accepted: the connection "a_to_b" \(id 7\) is ACTIVE\./,
    );
    assert.match((await run(true, undefined)).agent.events.join("\n"), /accepted here before.*Nothing was changed\./);
  });

  it("leaves word of what may have happened", async () => {
    const { agent } = await run(false, undefined);
    assert.match(agent.behind[0] ?? "", /may have been accepted/);
    assert.match(agent.behind[1] ?? "", /was accepted/);
  });
});
