import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { fakeToken, type PlannedNodeFault, startExalateNode } from "../../tools/exalate-node/node.ts";
import { runBuiltTask, type TaskRunReport } from "../support/task-run.ts";
import { withProbe } from "./process-probe.ts";

interface Measured {
  readonly kilobytes: number;
  readonly milliseconds: number;
  readonly report: TaskRunReport;
}

/** Runs the built ExalateInitiate task, and measures its peak memory. */
async function measure(plannedFault?: PlannedNodeFault): Promise<Measured> {
  const node = await startExalateNode();
  try {
    if (plannedFault) node.misbehave(plannedFault);
    return await withProbe(async (probe) => {
      const started = performance.now();
      const report = await runBuiltTask({
        task: "ExalateInitiate",
        handler: "Node20_1",
        inputs: { private: "true", localShortName: "ado", destinationShortName: "jira" },
        url: node.url,
        parameters: { apitoken: fakeToken },
        job: { agentEnvironment: probe.environment },
      });
      return { report, kilobytes: probe.peakKilobytes(), milliseconds: performance.now() - started };
    });
  } finally {
    await node.close();
  }
}

const bytes = 200 * 1024 * 1024;

/**
 * The memory that a run with a huge answer may use in addition to a normal run, in kilobytes. An answer is read up to
 * 4 MiB, and is in memory as chunks, as one buffer and as text.
 */
const allowedKilobytes = 32 * 1024;

describe("An answer of 200 MB", function () {
  this.timeout(30_000);
  let usual: Measured;
  before(async () => {
    usual = await measure();
    assert.equal(usual.report.step.result, "Succeeded");
  });

  for (const [what, plannedFault, failure] of [
    ["a list", { operation: "listConnections", fault: { kind: "big", bytes } }, /^EXA405: /],
    ["a sign-in", { operation: "authenticate", fault: { kind: "big", bytes } }, /^EXA405: /],
    ["a compressed list", { operation: "listConnections", fault: { kind: "gzipBomb", bytes } }, /^EXA209: /],
  ] as const) {
    it(`needs little memory and time when it is ${what}`, async () => {
      const { report, kilobytes, milliseconds } = await measure(plannedFault);
      assert.match(report.step.issues.map(({ message }) => message).join("\n"), failure);
      assert.ok(kilobytes < usual.kilobytes + allowedKilobytes, `${kilobytes} kB, usually ${usual.kilobytes} kB`);
      assert.ok(milliseconds < 10_000, `${milliseconds} ms`);
    });
  }
});
