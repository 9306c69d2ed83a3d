import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import type { TaskResult } from "../../tools/local-agent/agent.ts";
import { jobResults, Sandbox, stageResults, stepResults } from "./sandbox.ts";

const ok = "steps:\n  - script: 'true'";

/** The conditions under test (article "Expressions"). */
const conditions = {
  default: undefined,
  succeeded: "succeeded()",
  failed: "failed()",
  always: "always()",
  either: "succeededOrFailed()",
  canceled: "canceled()",
  named: "failed('First')",
  nothingElse: "eq(1, 1)",
  cleanUp: "or(failed(), canceled())",
  byResult: "in(dependencies.First.result, 'Skipped', 'SucceededWithIssues')",
  never: "false",
} as const;

type Condition = keyof typeof conditions;

/** For each result of a first job, the conditions with which a dependent job runs. */
const afterEach: Readonly<Record<string, readonly Condition[]>> = {
  Succeeded: ["default", "succeeded", "always", "either", "nothingElse"],
  SucceededWithIssues: ["default", "succeeded", "always", "either", "nothingElse", "byResult"],
  Failed: ["failed", "always", "either", "named", "nothingElse", "cleanUp"],
  Skipped: ["always", "either", "nothingElse", "byResult"],
};

const firstJobs: Readonly<Record<string, string>> = {
  Succeeded: "script: 'true'",
  SucceededWithIssues: "script: 'false'\n    continueOnError: true",
  Failed: "script: 'false'",
  Skipped: "script: 'true'\n  condition: false",
};

function jobs(first: string): string {
  const dependents = Object.entries(conditions).map(
    ([name, text]) =>
      `- job: ${name}\n  dependsOn: First\n${text === undefined ? "" : `  condition: ${text}\n`}  ${ok}\n`,
  );
  return `jobs:\n- job: First\n  steps:\n  - ${first}\n${dependents.join("")}`;
}

function stages(first: string): string {
  const inner = first.replaceAll("\n", "\n  ").replace("\n    condition: false", "");
  const condition = first.includes("condition: false") ? "  condition: false\n" : "";
  const dependents = Object.entries(conditions).map(
    ([name, text]) =>
      `- stage: ${name}\n  dependsOn: First\n${text === undefined ? "" : `  condition: ${text}\n`}  jobs:\n  - job: J\n    steps:\n    - script: 'true'\n`,
  );
  return `stages:\n- stage: First\n${condition}  jobs:\n  - job: J\n    steps:\n    - ${inner}\n${dependents.join("")}`;
}

describe("Conditions", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());

  for (const [result, running] of Object.entries(afterEach)) {
    const expected = Object.fromEntries(
      Object.keys(conditions).map((name) => [name, running.some((each) => each === name) ? "Succeeded" : "Skipped"]),
    );

    it(`of jobs, after one that is ${result}`, async () => {
      const report = await sandbox.run(jobs(firstJobs[result] ?? ""));
      const { First, ...others } = jobResults(report);
      assert.equal(First, result);
      assert.deepEqual(others, expected);
    });

    it(`of stages, after one that is ${result}`, async () => {
      const report = await sandbox.run(stages(firstJobs[result] ?? ""));
      const { First, ...others } = stageResults(report);
      assert.equal(First, result);
      assert.deepEqual(others, expected);
    });
  }

  it("test all ancestors, not only direct dependencies", async () => {
    const report = await sandbox.run(`jobs:
- job: A
  steps:
  - script: 'false'
- job: B
  dependsOn: A
  steps:
  - script: 'true'
- job: CleanUp
  dependsOn: B
  condition: failed()
  steps:
  - script: 'true'
- job: AfterCleanUp
  dependsOn: CleanUp
  steps:
  - script: 'true'
`);
    assert.deepEqual(jobResults(report), { A: "Failed", B: "Skipped", CleanUp: "Succeeded", AfterCleanUp: "Skipped" });
    assert.equal(report.result, "Failed");
  });

  it("of steps test the status of the job", async () => {
    const report = await sandbox.run(`steps:
- script: 'true'
  displayName: first
- script: 'false'
  displayName: tolerated
  continueOnError: true
- script: 'true'
  displayName: after issues
- script: 'false'
  displayName: failing
- script: 'true'
  displayName: default
- script: 'true'
  displayName: on failure
  condition: failed()
- script: 'true'
  displayName: either
  condition: succeededOrFailed()
- script: 'true'
  displayName: by variable
  condition: eq(variables['Agent.JobStatus'], 'Failed')
- script: 'true'
  displayName: on cancel
  condition: canceled()
- script: 'true'
  displayName: disabled
  condition: always()
  enabled: false
`);
    const expected: Record<string, TaskResult> = {
      first: "Succeeded",
      tolerated: "SucceededWithIssues",
      "after issues": "Succeeded",
      failing: "Failed",
      default: "Skipped",
      "on failure": "Succeeded",
      either: "Succeeded",
      "by variable": "Succeeded",
      "on cancel": "Skipped",
      disabled: "Skipped",
    };
    assert.deepEqual(stepResults(report, "Job"), expected);
    assert.equal(report.result, "Failed");
  });

  it("that cannot be computed fail their job or step", async () => {
    const report = await sandbox.run(`variables:
  text: abc
jobs:
- job: A
  condition: gt(1, variables.text)
  steps:
  - script: 'true'
- job: B
  steps:
  - script: 'true'
    displayName: step
    condition: gt(1, variables.text)
`);
    assert.deepEqual(jobResults(report), { A: "Failed", B: "Failed" });
    assert.ok(report.lines.some(({ text }) => text.startsWith("##[error]sample.yml:5:14: ")));
    assert.ok(report.lines.some(({ text }) => text.startsWith("##[error]sample.yml:12:16: ")));
  });

  it("of a job see its fixed variables, but not its computed ones", async () => {
    const report = await sandbox.run(`jobs:
- job: A
  variables:
    fixed: x
    computed: $[ coalesce('x', 'y') ]
  condition: and(eq(variables.fixed, 'x'), eq(variables.computed, ''))
  steps:
  - script: 'true'
`);
    assert.deepEqual(jobResults(report), { A: "Succeeded" });
  });

  it("count a failed job with continueOnError as one with issues", async () => {
    const report = await sandbox.run(`jobs:
- job: A
  continueOnError: true
  steps:
  - script: 'false'
- job: B
  dependsOn: A
  condition: eq(dependencies.A.result, 'SucceededWithIssues')
  steps:
  - script: 'true'
`);
    assert.deepEqual(jobResults(report), { A: "SucceededWithIssues", B: "Succeeded" });
    assert.equal(report.result, "SucceededWithIssues");
  });

  it("of stages apply to the stage before, unless dependsOn is empty", async () => {
    const stage = (name: string, script: string, more = "") =>
      `- stage: ${name}\n${more}  jobs:\n  - job: J\n    steps:\n    - script: '${script}'\n`;
    const report = await sandbox.run(
      `stages:\n${stage("A", "false")}${stage("B", "true")}${stage("C", "true", "  dependsOn: []\n")}${stage("D", "true")}`,
    );
    assert.deepEqual(stageResults(report), { A: "Failed", B: "Skipped", C: "Succeeded", D: "Succeeded" });
  });
});
