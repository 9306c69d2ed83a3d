import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { titleOf } from "../local-agent/agent-cases/source.ts";
import * as stepsRunner from "../local-agent/agent-cases/steps-runner.ts";
import { jobOf, printed, Sandbox, stepResults } from "./sandbox.ts";

describe(titleOf(stepsRunner.file), () => {
  const sandbox = new Sandbox();
  before(() => {
    const script =
      'const { env } = process; console.log("printed: " + env.INPUT_NUMBER); console.log("##vso[task.complete result=" + env.INPUT_RESULT + "]")';
    sandbox.task("End", script, { inputs: [{ name: "number" }, { name: "result" }] });
  });
  after(() => sandbox.dispose());

  for (const { name, steps, job, runs } of stepsRunner.jobs) {
    const descriptions = steps.map(({ result, condition, continueOnError }) =>
      [result, condition, continueOnError === true ? "tolerated" : ""].join(" ").trim(),
    );
    it(`${name}: ${descriptions.join(", ")}`, async () => {
      const report = await sandbox.run(`steps:\n${steps.map(yamlOf).join("")}`);
      assert.equal(jobOf(report, "Job").result, job);
      assert.equal(report.result, job);
      assert.deepEqual(
        printed(report),
        runs.flatMap((isRun, index) => (isRun ? [String(index)] : [])),
      );
    });
  }

  it("TreatsConditionErrorAsFailure, which fails the job even with continueOnError", async () => {
    const report = await sandbox.run(`variables:
  text: abc
steps:
- task: End@1
  displayName: cannot be computed
  condition: gt(1, variables.text)
  continueOnError: true
  inputs:
    number: 0
    result: Succeeded
`);
    assert.deepEqual(stepResults(report, "Job"), { "cannot be computed": "Failed" });
    assert.equal(report.result, "Failed");
  });
});

describe("A step's condition", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());

  it("sees the variables as they are expanded at that time", async () => {
    const report = await sandbox.run(`steps:
- script: "echo '##vso[task.setvariable variable=outer]<$(inner)>'; echo '##vso[task.setvariable variable=inner]in'"
- script: 'echo "printed: expanded"'
  condition: eq(variables.outer, '<in>')
`);
    assert.deepEqual(printed(report), ["expanded"]);
  });

  it("that can no longer be computed when the run is canceled stops the step", async () => {
    const canceling = new AbortController();
    const report = await sandbox.run(
      `variables:
  text: abc
steps:
- script: 'echo "printed: started"; sleep 30'
  displayName: running
  condition: or(succeeded(), gt(1, variables.text))
`,
      {
        signal: canceling.signal,
        onLine: ({ text }) => {
          if (text === "printed: started") canceling.abort();
        },
      },
    );
    assert.deepEqual(stepResults(report, "Job"), { running: "Canceled" });
    assert.equal(report.result, "Canceled");
    assert.match(report.lines.map(({ text }) => text).join("\n"), /##\[error\]sample\.yml:6:\d+: /);
  });

  it("shows the status of the job to the tasks that run after a cancellation", async () => {
    const canceling = new AbortController();
    const report = await sandbox.run(
      `steps:
- script: 'echo "printed: started"; sleep 30'
- script: 'echo "printed: $AGENT_JOBSTATUS"'
  condition: always()
`,
      {
        signal: canceling.signal,
        onLine: ({ text }) => {
          if (text === "printed: started") canceling.abort();
        },
      },
    );
    assert.deepEqual(printed(report), ["started", "Canceled"]);
  });
});

describe("The log of a job", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());

  it("warns about variables that cannot be expanded", async () => {
    const report = await sandbox.run("variables:\n  a: $(b)\n  b: $(a)\nsteps:\n- script: 'true'\n");
    const warnings = report.lines.filter(({ kind, step }) => kind === "warning" && step === undefined);
    assert.deepEqual(
      warnings.map(({ text }) => text),
      ["a", "b"].map((name) => `##[warning]Unable to expand variable '${name}'. A cyclical reference was detected.`),
    );
  });
});

function yamlOf(
  { result, condition, continueOnError }: (typeof stepsRunner.jobs)[number]["steps"][number],
  index: number,
): string {
  return `- task: End@1
  condition: ${condition}
  continueOnError: ${continueOnError === true}
  inputs:
    number: ${index}
    result: ${result}
`;
}
