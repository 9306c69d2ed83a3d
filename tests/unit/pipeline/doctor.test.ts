import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Failure } from "../../../src/core/failure.ts";
import { Secret } from "../../../src/core/secret.ts";
import { UnexpectedAnswerFailure } from "../../../src/exalate/call-failures.ts";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import type { HttpAnswer } from "../../../src/http/http.ts";
import { doctorIfAsked, explained } from "../../../src/pipeline/doctor.ts";
import type { OpenedNode } from "../../../src/pipeline/opened-node.ts";
import { nodeUrl, swagger } from "../../support/describing.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { answer, FakeTransport } from "../../support/fake-transport.ts";

const token = new Secret("a-token-of-contoso-1");

/** A fake node that gives the same answer to every request for its description. */
function opened(agent: FakeAgent, found: HttpAnswer | Error): OpenedNode & { transport: FakeTransport } {
  const transport = new FakeTransport(() => found);
  return {
    agent,
    url: nodeUrl,
    api: defaultNodeApi,
    credential: { kind: "token", token },
    signIn: async () => token,
    within: (_, use) => use(transport, new AbortController().signal),
    transport,
  };
}

const document = answer(200, swagger({ "/relations": { post: { operationId: "evil|`x`##vso[task.x]" } } }));
const down = new Failure("EXA402", "It is down.", "Start it.");
const asking = { variables: { "Exalate.Doctor": " True " } };

describe("The doctor in a task", () => {
  it("prints the report as a group and adds it to the summary as a table with harmless cells", async () => {
    const agent = new FakeAgent(asking);
    await doctorIfAsked(opened(agent, document));
    assert.equal(agent.events[0], "group: Exalate doctor: the node's API beside the profile");
    assert.ok(agent.events.some((line) => /^info: Sign-in +not needed/.test(line)));
    assert.ok(agent.events.includes("summary: Exalate doctor"));
    const [summary = ""] = agent.summaries;
    assert.match(
      summary,
      /\| `acceptInvitation` \| `POST \/connections\/accept` \| `assumed` \| `yes` \| `not described` \|/,
    );
    assert.ok(summary.includes("evil\\|`x`"), summary);
    assert.doesNotMatch(summary, /##vso\[/);
  });

  it("writes a log line when the check is not possible, and raises no error", async () => {
    const agent = new FakeAgent(asking);
    await doctorIfAsked(opened(agent, down));
    assert.deepEqual(agent.events, [
      "info: Exalate.Doctor: the node's API could not be checked: EXA402: It is down. Start it.",
    ]);
    const broken = new FakeAgent(asking);
    await doctorIfAsked({ ...opened(broken, document), within: () => Promise.reject(new TypeError("secret inside")) });
    assert.deepEqual(broken.events, [
      "info: Exalate.Doctor: the node's API could not be checked: an unexpected error occurred",
    ]);
  });

  it("continues without a session when the sign-in fails", async () => {
    const agent = new FakeAgent(asking);
    await doctorIfAsked({ ...opened(agent, document), signIn: () => Promise.reject(down) });
    assert.ok(agent.events.some((line) => /^info: Sign-in +EXA402: It is down\./.test(line)));
  });
});

describe("The explanation of a failure", () => {
  const assumed = new UnexpectedAnswerFailure("acceptInvitation", "EXA208", "No such call.", "Look.");

  it("is added to the failure of a call", async () => {
    const error = await explained(assumed, opened(new FakeAgent(), document));
    assert.ok(error instanceof Failure);
    assert.match(
      error.message,
      /^EXA208: No such call\. The node's own description has no POST \S+\. Nothing in it looks like this call\. Look\./,
    );
  });

  it("is not requested for any other error", async () => {
    const node = opened(new FakeAgent(), document);
    for (const error of [down, new Error("x"), undefined]) assert.equal(await explained(error, node), error);
    assert.deepEqual(node.transport.requests, []);
  });

  it("is added to a refused credential only when the description has another call", async () => {
    const refused = new UnexpectedAnswerFailure("authenticate", "EXA201", "Not accepted.", "Check it.");
    const other = await explained(refused, opened(new FakeAgent(), document));
    assert.match(
      String(other),
      /Not accepted\. The node's own description has no POST \S+\/authenticate\..* Check it\. .*npm run learn/,
    );
    assert.equal(await explained(refused, opened(new FakeAgent(), answer(404))), refused);
  });

  it("is left out when the node does not answer", async () => {
    const agent = new FakeAgent();
    assert.equal(await explained(assumed, opened(agent, down)), assumed);
    assert.deepEqual(agent.events, []);
  });

  it("says that there is no description, and needs no session", async () => {
    const none = await explained(assumed, opened(new FakeAgent(), answer(404)));
    assert.match(String(none), /No such call\. No description of the node's API was found\. Look\./);
    const noSession = { ...opened(new FakeAgent(), document), signIn: () => Promise.reject(down) };
    assert.match(String(await explained(assumed, noSession)), /Nothing in it looks like this call/);
  });
});
