import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import { jobOf, jobResults, printed, Sandbox, stageResults, stepResults } from "./sandbox.ts";

const slow = "script: 'echo \"printed: started\"; sleep 30'";

/** Cancels when a step prints that it has started. */
function cancelOnStart() {
  const canceling = new AbortController();
  const onLine = ({ text }: { readonly text: string }) => {
    if (text === "printed: started") canceling.abort();
  };
  return { signal: canceling.signal, onLine };
}

const pipeline = `stages:
- stage: One
  jobs:
  - job: Running
    steps:
    - ${slow}
      displayName: running
    - script: 'true'
      displayName: default
    - script: 'true'
      displayName: on failure
      condition: failed()
    - script: 'echo "printed: step cleaned up"'
      displayName: on cancel
      condition: canceled()
    - script: 'true'
      displayName: always
      condition: always()
  - job: Waiting
    steps:
    - script: 'true'
  - job: CleanUp
    dependsOn: Running
    condition: always()
    steps:
    - script: 'echo "printed: job cleaned up"'
- stage: Two
  jobs:
  - job: Two
    steps:
    - script: 'true'
- stage: Unrelated
  dependsOn: []
  jobs:
  - job: Unrelated
    steps:
    - script: 'true'
- stage: Withdraw
  dependsOn: [One, Two]
  condition: or(failed(), canceled())
  jobs:
  - job: Withdraw
    steps:
    - script: 'echo "printed: stage cleaned up"'
- stage: ByVariable
  dependsOn: One
  condition: eq(variables['Build.SourceBranch'], 'refs/heads/main')
  jobs:
  - job: ByVariable
    steps:
    - script: 'true'
`;

describe("Canceling a run", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());

  it("stops running steps, skips the rest, and runs steps, jobs and stages that clean up", async () => {
    const report = await sandbox.run(pipeline, cancelOnStart());
    assert.deepEqual(printed(report), ["started", "step cleaned up", "job cleaned up", "stage cleaned up"]);
    assert.deepEqual(stepResults(report, "Running"), {
      running: "Canceled",
      default: "Skipped",
      "on failure": "Skipped",
      "on cancel": "Succeeded",
      always: "Succeeded",
    });
    const { Running, Waiting, CleanUp } = jobResults(report);
    assert.deepEqual({ Running, Waiting, CleanUp }, { Running: "Canceled", Waiting: "Skipped", CleanUp: "Succeeded" });
    assert.deepEqual(stageResults(report), {
      One: "Canceled",
      Two: "Skipped",
      Unrelated: "Skipped",
      Withdraw: "Succeeded",
      ByVariable: "Succeeded",
    });
    assert.equal(report.result, "Canceled");
  });

  it("does not stop a step when its condition is still true", async () => {
    const report = await sandbox.run(
      'steps:\n- script: \'echo "printed: started"; sleep 0.3; echo "printed: finished"\'\n  condition: always()\n',
      cancelOnStart(),
    );
    assert.deepEqual(printed(report), ["started", "finished"]);
    assert.equal(report.result, "Canceled");
  });

  it("stops every step when the cancel timeout has passed", async () => {
    const report = await sandbox.run(
      `jobs:\n- job: J\n  cancelTimeoutInMinutes: 1\n  steps:\n  - ${slow}\n    condition: always()\n  - script: 'true'\n    displayName: late\n    condition: always()\n`,
      { ...cancelOnStart(), minuteMilliseconds: 300 },
    );
    assert.deepEqual(stepResults(report, "J"), { CmdLine: "Canceled", late: "Skipped" });
  });

  it("before the start runs only stages whose condition is still true", async () => {
    const report = await sandbox.run(pipeline, { signal: AbortSignal.abort() });
    assert.deepEqual(stageResults(report), {
      One: "Skipped",
      Two: "Skipped",
      Unrelated: "Skipped",
      Withdraw: "Succeeded",
      ByVariable: "Succeeded",
    });
    assert.equal(report.result, "Canceled");
  });

  it("applies to a single job that times out: its steps clean up, jobs that depend on it do not run", async () => {
    const report = await sandbox.run(
      `jobs:
- job: Slow
  timeoutInMinutes: 4
  steps:
  - ${slow}
    displayName: slow
  - script: 'echo "printed: cleaned up"'
    displayName: clean up
    condition: canceled()
- job: Next
  dependsOn: Slow
  steps:
  - script: 'true'
- job: OnFailure
  dependsOn: Slow
  condition: failed()
  steps:
  - script: 'true'
- job: OnCancel
  dependsOn: Slow
  condition: eq(dependencies.Slow.result, 'Canceled')
  steps:
  - script: 'true'
- job: Other
  steps:
  - script: 'true'
`,
      { minuteMilliseconds: 100 },
    );
    assert.deepEqual(printed(report), ["started", "cleaned up"]);
    assert.deepEqual(stepResults(report, "Slow"), { slow: "Canceled", "clean up": "Succeeded" });
    assert.deepEqual(jobResults(report), {
      Slow: "Canceled",
      Next: "Skipped",
      OnFailure: "Skipped",
      OnCancel: "Succeeded",
      Other: "Succeeded",
    });
    assert.ok(
      report.lines.some(({ text }) => text.startsWith("##[error]The job ran longer than the maximum time of 4")),
    );
    assert.equal(report.result, "Canceled");
    assert.equal(jobOf(report, "Next").reason, "Its condition was not met.");
  });
});
