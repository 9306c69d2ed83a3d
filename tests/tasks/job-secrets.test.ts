import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import { publicKeys } from "../support/public-keys.ts";
import { formsOf } from "../support/secret-scan.ts";
import { runBuiltTask, type TaskRunReport } from "../support/task-run.ts";

const secrets = {
  plain: "Contoso-8472-secret",
  markdown: "pa_ss*w0rd|<8472>#x@y",
  lines: "first 8472 line\nsecond 8472 line",
};

const variables = [
  { name: "System.TeamProject", value: "Fabrikam" },
  ...Object.entries(secrets).map(([name, value]) => ({ name, value, isSecret: true })),
  { name: "Short", value: "1", isSecret: true },
];

async function initiated(inputs: Record<string, string>): Promise<TaskRunReport & { readonly sent: string }> {
  const node = await startExalateNode();
  try {
    const requiredInputs = { private: "true", localShortName: "ado", destinationShortName: "jira" };
    const report = await runBuiltTask({
      task: "ExalateInitiate",
      handler: "Node20_1",
      inputs: { ...requiredInputs, ...inputs },
      url: node.url,
      parameters: { apitoken: fakeToken },
      job: { variables },
    });
    return { ...report, sent: JSON.stringify(node.connections()) };
  } finally {
    await node.close();
  }
}

function summaryOf({ step }: TaskRunReport): string {
  return step.summaries.map(({ content }) => content).join("\n");
}

describe("A secret variable of the job in an input", () => {
  for (const [name, value] of Object.entries(secrets)) {
    it(`is sent unchanged, and no form of it is in the summary: ${name}`, async () => {
      const encoded = Buffer.from(value).toString("base64");
      const report = await initiated({ description: `see ${value}, ${encoded} and ${encodeURIComponent(value)}` });
      assert.equal(report.step.result, "Succeeded", report.step.log.join("\n"));
      assert.ok(report.sent.includes(JSON.stringify(value).slice(1, -1)), report.sent);
      const summary = summaryOf(report);
      assert.match(summary, /\| Connection \| `ado_to_jira`/);
      for (const [form, kind] of formsOf(value)) assert.ok(!summary.includes(form), `${kind} in ${summary}`);
      assert.ok(!summary.replaceAll("\\", "").includes("8472"), summary);
    });
  }

  it("is in no name of an encrypted file, its artifact or its output", async () => {
    const { fabrikam } = publicKeys;
    const report = await initiated({ connectionName: `to ${secrets.plain}`, encryptFor: fabrikam });
    const { step } = report;
    assert.equal(step.result, "Succeeded", step.log.join("\n"));
    const named = [...step.artifacts.map(({ name }) => name), String(step.outputs.get("encryptedInvitation")?.value)];
    assert.equal(named.length, 2);
    for (const each of named) assert.match(each, /to ___-[0-9a-f]{8}\.invitation(\.age)?$/);
    assert.ok(!summaryOf(report).includes(secrets.plain));
  });

  it("is not registered twice, and a variable too short for a secret masks nothing", async () => {
    const report = await initiated({ description: secrets.plain, connectionName: `a 1 ${secrets.plain}` });
    const registered = report.step.raw.filter(({ text }) => text.startsWith("##vso[task.setsecret]"));
    assert.ok(registered.every(({ text }) => !text.includes(secrets.plain)));
    assert.match(summaryOf(report), /\| Connection \| `a 1 \*\*\*` \(id `\w+`\) \|/);
  });
});
