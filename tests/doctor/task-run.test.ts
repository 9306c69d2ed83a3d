import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { readDialect } from "../../tools/exalate-node/dialects.ts";
import {
  type ExalateNode,
  type ExalateNodeOptions,
  fakeToken,
  startExalateNode,
} from "../../tools/exalate-node/node.ts";
import { requireBuiltTasks } from "../examples/built-tasks.ts";
import { assertClean } from "../support/secret-scan.ts";
import { runBuiltTask, type TaskRunReport } from "../support/task-run.ts";
import { requestLines } from "./node-check.ts";

const heading = "##[group]Exalate doctor: the node's API beside the profile";

interface DoctorRun {
  readonly task: "ExalateInitiate" | "ExalateStatus";
  readonly doctor?: string;
  readonly node?: ExalateNodeOptions;
  readonly arrange?: (node: ExalateNode) => void;
}

/** Runs a built task with the variable Exalate.Doctor. Returns the report and the requests for the description. */
async function run({ task, doctor, node: options, arrange }: DoctorRun) {
  const [node, destination] = [await startExalateNode(options), await startExalateNode()];
  try {
    if (task === "ExalateStatus") node.addConnection({ name: "known", remoteUrl: null, status: "ACTIVE" });
    arrange?.(node);
    const inputs: Record<string, Record<string, string>> = {
      ExalateInitiate: { destinationUrl: destination.url, localShortName: "ado", destinationShortName: "jira" },
      ExalateStatus: { connectionName: "known" },
    };
    const report = await runBuiltTask({
      task,
      handler: "Node20_1",
      inputs: inputs[task] ?? {},
      url: node.url,
      parameters: { apitoken: fakeToken },
      job: { variables: [...variables, ...(doctor === undefined ? [] : [{ name: "Exalate.Doctor", value: doctor }])] },
    });
    const secrets = { token: fakeToken, session: node.sessionTokens()[0] ?? "no session" };
    assertClean("log", report.step.log.join("\n"), secrets);
    for (const { content } of report.step.summaries) assertClean("summary", content, secrets);
    return { report, descriptionRequests: requestLines(node).filter((line) => line.includes("swagger")) };
  } finally {
    await Promise.all([node.close(), destination.close()]);
  }
}

const variables = [
  { name: "System.TeamProject", value: "Fabrikam" },
  { name: "System.StageName", value: "Connect" },
  { name: "System.PhaseName", value: "Initiate" },
  { name: "System.JobName", value: "__default" },
];

function groupIn({ step: { log } }: TaskRunReport): string[] {
  const start = log.indexOf(heading);
  return start < 0 ? [] : log.slice(start, log.indexOf("##[endgroup]", start) + 1);
}

describe("A task run with the variable Exalate.Doctor", function () {
  this.timeout(60_000);
  before(requireBuiltTasks);

  it("prints the report as a group before the task's output, and adds it to the summary", async () => {
    const { report } = await run({ task: "ExalateInitiate", doctor: "true" });
    const { step } = report;
    const group = groupIn(report);
    assert.ok(
      group.some((line) => /^acceptInvitation +POST \/connections\/accept +assumed +yes +fits$/.test(line)),
      step.log.join("\n"),
    );
    assert.equal(group.at(-1), "##[endgroup]");
    const initiated = step.log.findIndex((line) => line.includes("The invitation code ("));
    assert.ok(initiated > step.log.indexOf(heading));
    assert.equal(step.result, "Succeeded");
    const doctor = step.summaries.filter(({ content }) => content.includes("### Exalate doctor"));
    assert.equal(doctor.length, 1);
    assert.match(doctor[0]?.content ?? "", /\| `acceptInvitation` \| `POST \/connections\/accept` \|/);
  });

  it("prints overrides to paste when the task then fails", async () => {
    const { report } = await run({
      task: "ExalateInitiate",
      doctor: "True",
      node: { dialect: readDialect("relations") },
    });
    assert.ok(groupIn(report).includes('  "tokenHeader": "Authorization",'));
    assert.equal(report.step.result, "Failed");
    assert.ok(report.step.summaries.some(({ content }) => content.includes('"tokenHeader": "Authorization"')));
  });

  it("adds nothing to the summary of a restricted task, without a warning", async () => {
    const { report } = await run({ task: "ExalateStatus", doctor: "true" });
    assert.ok(groupIn(report).length > 0);
    assert.deepEqual([report.step.summaries, report.step.issues, report.step.result], [[], [], "Succeeded"]);
  });

  it("does not change the result when the node has no description", async () => {
    const arrange = (node: ExalateNode) => {
      for (const operation of ["swaggerPage", "swaggerDocument"] as const)
        node.misbehave({ operation, fault: { kind: "status", status: 500, body: "broken" } });
    };
    const { report } = await run({ task: "ExalateStatus", doctor: "true", arrange });
    assert.ok(groupIn(report).some((line) => line.startsWith("Cannot be told: no description")));
    assert.deepEqual([report.step.issues, report.step.result], [[], "Succeeded"]);
  });

  it("does not change the result when the node closes the connection", async () => {
    const arrange = (node: ExalateNode) => node.misbehave({ operation: "swaggerPage", fault: { kind: "reset" } });
    const { report } = await run({ task: "ExalateStatus", doctor: "true", arrange });
    assert.ok(
      report.step.log.some((line) => /^Exalate\.Doctor: the node's API could not be checked: EXA402/.test(line)),
    );
    assert.deepEqual([report.step.issues, report.step.result], [[], "Succeeded"]);
  });

  for (const doctor of [undefined, "false", ""]) {
    it(`reads no description when the variable is ${doctor === undefined ? "not set" : JSON.stringify(doctor)}`, async () => {
      const { report, descriptionRequests } = await run({
        task: "ExalateStatus",
        ...(doctor === undefined ? {} : { doctor }),
      });
      assert.deepEqual([groupIn(report), descriptionRequests, report.step.result], [[], [], "Succeeded"]);
    });
  }
});
