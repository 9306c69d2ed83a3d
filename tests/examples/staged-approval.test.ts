import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import type { ApprovalRequest } from "../../tools/local-pipeline/pipeline.ts";
import { secretsIn } from "../support/secret-scan.ts";
import { failureCodes, requireBuiltTasks, stageResults } from "./built-tasks.ts";
import { assertNoLeak } from "./leak-scan.ts";
import { TwoNodes } from "./two-nodes.ts";

const file = "staged-approval.yml";
const active = { contoso: ["Contoso_to_Fabrikam ACTIVE"], fabrikam: ["Contoso_to_Fabrikam ACTIVE"] };
const none = { contoso: [], fabrikam: [] };
const failOnApproval = () => assert.fail("Asked for an approval");

describe(`The example ${file}`, function () {
  this.timeout(60_000);
  let nodes: TwoNodes;
  before(requireBuiltTasks);
  beforeEach(async () => {
    nodes = await TwoNodes.start();
  });
  afterEach(() => nodes.close());

  it("ends with both nodes ACTIVE after approval, and a second run needs no approval and changes nothing", async () => {
    const first = await nodes.runExample(file);
    assert.deepEqual(stageResults(first), {
      Invite: "Succeeded",
      Accept: "Succeeded",
      Verify: "Succeeded",
      Withdraw: "Skipped",
    });
    assert.deepEqual(nodes.states(), active);
    const [known, changes] = [nodes.connections(), nodes.changes()];

    const second = await nodes.runExample(file, { approve: failOnApproval });
    assert.equal(second.result, "Succeeded");
    assert.deepEqual(stageResults(second), {
      Invite: "Succeeded",
      Accept: "Skipped",
      Verify: "Succeeded",
      Withdraw: "Skipped",
    });
    assert.deepEqual([nodes.connections(), nodes.changes()], [known, changes]);
    const [code = "", ...others] = nodes.codes();
    assert.deepEqual(others, []);
    const accepting = nodes.fabrikam.requests.filter(({ path }) => path.endsWith("/connections/accept"));
    assert.deepEqual(
      accepting.map(({ body }) => secretsIn(body, { code }).length > 0),
      [true],
    );
    for (const report of [first, second]) assertNoLeak(nodes, report);
  });

  it("shows the approver the connection, its two sides and the project, but never the code", async () => {
    const requests: ApprovalRequest[] = [];
    await nodes.runExample(file, { approve: async (request) => requests.push(request) > 0 });
    assert.deepEqual(
      requests.map(({ environment, jobs }) => [environment, ...jobs]),
      [["exalate-production", "Accept at Fabrikam"]],
    );
    const [{ content } = assert.fail("No summary"), ...rest] = requests.flatMap(({ summaries }) => summaries);
    assert.deepEqual(rest, []);
    for (const fact of [
      "Contoso_to_Fabrikam",
      "| Initiated by | `Contoso`, ",
      "| Invited | `Fabrikam`, ",
      "| Project that receives items at `Contoso` | `Contoso Support` |",
      nodes.fabrikam.url,
    ]) {
      assert.ok(content.includes(fact), `${fact} is not in: ${content}`);
    }
  });

  for (const rejectedStage of ["Failed", "Canceled", "Skipped"] as const) {
    it(`leaves no pending connection after a rejection that makes the stage ${rejectedStage}`, async () => {
      const rejected = { approve: async () => false, rejectedStage };
      const first = await nodes.runExample(file, rejected);
      assert.deepEqual(stageResults(first), {
        Invite: "Succeeded",
        Accept: rejectedStage,
        Verify: "Skipped",
        Withdraw: "Succeeded",
      });
      assert.deepEqual(nodes.states(), none);
      assert.equal(nodes.codes().length, 1);

      const second = await nodes.runExample(file, rejected);
      assert.deepEqual(stageResults(second), stageResults(first));
      assert.deepEqual(nodes.states(), none);
      for (const report of [first, second]) assertNoLeak(nodes, report);
    });
  }

  it("ends with ACTIVE when it is approved after an earlier rejection", async () => {
    await nodes.runExample(file, { approve: async () => false });
    assert.equal((await nodes.runExample(file)).result, "Succeeded");
    assert.deepEqual(nodes.states(), active);
  });

  it("leaves no pending connection when accepting fails", async () => {
    nodes.tokens.fabrikam = "a token that has expired";
    const report = await nodes.runExample(file);
    assert.deepEqual(failureCodes(report), ["EXA201"]);
    assert.deepEqual(stageResults(report), {
      Invite: "Succeeded",
      Accept: "Failed",
      Verify: "Skipped",
      Withdraw: "Succeeded",
    });
    assert.deepEqual(nodes.states(), none);
    assertNoLeak(nodes, report, { expired: nodes.tokens.fabrikam });
  });

  it("leaves no pending connection when the run is canceled during the approval", async () => {
    const canceling = new AbortController();
    const approve = () => {
      setImmediate(() => canceling.abort());
      return new Promise<boolean>(() => {});
    };
    const report = await nodes.runExample(file, { approve, signal: canceling.signal });
    assert.equal(report.result, "Canceled");
    assert.deepEqual(nodes.states(), none);
    assertNoLeak(nodes, report);
  });

  it("does not withdraw a connection that became active despite a failed accept", async () => {
    const spoiled = { status: 400, body: '{"message":"Something went wrong"}', after: true };
    nodes.fabrikam.misbehave({ operation: "acceptInvitation", fault: { kind: "status", ...spoiled } });
    const report = await nodes.runExample(file);
    assert.equal(stageResults(report).Accept, "Failed");
    assert.ok(report.lines.some(({ text }) => /^##\[warning\].*It is left as it is/.test(text)));
    assert.deepEqual(nodes.states(), active);
  });

  it("starts no other stage when initiating fails", async () => {
    nodes.tokens.contoso = "a token that has expired";
    const report = await nodes.runExample(file, { approve: failOnApproval });
    assert.deepEqual(failureCodes(report), ["EXA201"]);
    assert.deepEqual(stageResults(report), {
      Invite: "Failed",
      Accept: "Skipped",
      Verify: "Skipped",
      Withdraw: "Skipped",
    });
  });
});

describe(`The example ${file}, with line breaks in the codes`, function () {
  this.timeout(60_000);
  before(requireBuiltTasks);

  it("ends with both nodes ACTIVE, and shows no line of a code", async () => {
    const nodes = await TwoNodes.start({ invitationFormat: "wrapped" });
    try {
      const report = await nodes.runExample(file);
      assert.deepEqual(nodes.states(), active);
      assert.match(nodes.codes()[0] ?? "", /\n/);
      assertNoLeak(nodes, report);
    } finally {
      await nodes.close();
    }
  });
});
