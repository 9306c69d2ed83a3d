import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { after, describe, it } from "mocha";
import { fixedApprover, terminalApprover } from "../../tools/local-pipeline/approver.ts";
import type { ApprovalRequest } from "../../tools/local-pipeline/pipeline.ts";
import { jobOf, jobResults, Sandbox, stageOf, stageResults } from "./sandbox.ts";

const cleanUp = (name: string, condition: string) => `- stage: ${name}
  dependsOn: [Initiate, Accept]
  condition: ${condition}
  jobs:
  - job: J
    steps:
    - script: 'true'
`;

const pipeline = `variables:
  target: production
stages:
- stage: Initiate
  jobs:
  - job: Initiate
    steps:
    - script: |
        echo "# Initiated" > "$AGENT_TEMPDIRECTORY/summary.md"
        echo "##vso[task.uploadsummary]$AGENT_TEMPDIRECTORY/summary.md"
        echo "##vso[artifact.upload artifactname=notes]$AGENT_TEMPDIRECTORY/summary.md"
      displayName: Initiate it
- stage: Accept
  displayName: Accept the invitation
  jobs:
  - job: Before
    steps:
    - script: 'true'
  - deployment: Accept
    environment: exalate-$(target)
    strategy:
      runOnce:
        deploy:
          steps:
          - script: 'true'
- stage: Verify
  jobs:
  - job: Verify
    steps:
    - script: 'true'
${cleanUp("Failed", "failed()")}${cleanUp("FailedOrCanceled", "or(failed(), canceled())")}${cleanUp("Canceled", "canceled()")}${cleanUp("Always", "always()")}${cleanUp("NotSucceeded", "in(dependencies.Accept.result, 'Failed', 'Canceled', 'Skipped')")}`;

describe("Approvals", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());

  it("are requested before any job of the stage starts, with the run's summaries and artifacts so far", async () => {
    const requests: Omit<ApprovalRequest, "signal">[] = [];
    const report = await sandbox.run(pipeline, {
      approve: async ({ signal, ...request }) => {
        requests.push(request);
        return !signal.aborted;
      },
    });
    assert.deepEqual(requests, [
      {
        environment: "exalate-production",
        stage: "Accept",
        stageDisplayName: "Accept the invitation",
        jobs: ["Accept"],
        summaries: [{ stage: "Initiate", job: "Initiate", step: "Initiate it", content: "# Initiated\n" }],
        artifacts: new Map([["notes", new Map([["summary.md", Buffer.from("# Initiated\n")]])]]),
      },
    ]);
    const texts = report.lines.map(({ text }) => text);
    assert.ok(texts.indexOf("exalate-production: approved.") < texts.indexOf("##[section]Starting: Before"));
    assert.deepEqual(stageOf(report, "Accept").approvals, [{ environment: "exalate-production", isApproved: true }]);
    assert.equal(report.result, "Succeeded");
    assert.equal(stageResults(report).FailedOrCanceled, "Skipped");
  });

  it("that are rejected fail the stage without running its jobs, and later stages can clean up", async () => {
    const report = await sandbox.run(pipeline, { approve: async () => false });
    assert.deepEqual(stageResults(report), {
      Initiate: "Succeeded",
      Accept: "Failed",
      Verify: "Skipped",
      Failed: "Succeeded",
      FailedOrCanceled: "Succeeded",
      Canceled: "Skipped",
      Always: "Succeeded",
      NotSucceeded: "Succeeded",
    });
    assert.deepEqual([jobOf(report, "Before").result, jobOf(report, "Accept").result], ["Skipped", "Skipped"]);
    assert.match(stageOf(report, "Accept").reason ?? "", /approval of its environment exalate-production was rejected/);
    assert.equal(report.result, "Failed");
  });

  for (const rejectedStage of ["Skipped", "Canceled"] as const) {
    it(`show which clean-up runs if the result of a rejected stage is ${rejectedStage}`, async () => {
      const report = await sandbox.run(pipeline, { approve: async () => false, rejectedStage });
      const { Accept, FailedOrCanceled, Always, NotSucceeded } = stageResults(report);
      assert.deepEqual(
        { Accept, FailedOrCanceled, Always, NotSucceeded },
        { Accept: rejectedStage, FailedOrCanceled: "Skipped", Always: "Succeeded", NotSucceeded: "Succeeded" },
      );
    });
  }

  it("are not requested for a stage whose condition is not met", async () => {
    const report = await sandbox.run(
      pipeline.replace("  displayName: Accept the", "  condition: false\n  displayName: Accept the"),
      {
        approve: () => assert.fail("Asked"),
      },
    );
    assert.equal(stageResults(report).Accept, "Skipped");
  });

  it("are requested once for each environment, until the first one is rejected", async () => {
    const deployment = (name: string, environment: string) =>
      `- deployment: ${name}\n  environment: ${environment}\n  strategy: { runOnce: { deploy: { steps: [{ script: 'true' }] } } }\n`;
    const asked: string[] = [];
    const text = `jobs:\n${deployment("A", "one")}${deployment("B", "two")}${deployment("C", "one")}${deployment("D", "three")}`;
    const report = await sandbox.run(text, {
      approve: async ({ environment, jobs }) => {
        asked.push(`${environment}: ${jobs.join(" ")}`);
        return environment !== "two";
      },
    });
    assert.deepEqual(asked, ["one: A C", "two: B"]);
    assert.deepEqual(jobResults(report), { A: "Skipped", B: "Skipped", C: "Skipped", D: "Skipped" });
  });

  it("end when the run is canceled during the request", async () => {
    const canceling = new AbortController();
    const report = await sandbox.run(pipeline, {
      signal: canceling.signal,
      approve: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(new Error("No longer asked")));
          setImmediate(() => canceling.abort());
        }),
    });
    const { Accept, Verify, FailedOrCanceled, Canceled } = stageResults(report);
    assert.deepEqual(
      { Accept, Verify, FailedOrCanceled, Canceled },
      { Accept: "Canceled", Verify: "Skipped", FailedOrCanceled: "Succeeded", Canceled: "Succeeded" },
    );
    assert.equal(report.result, "Canceled");
  });

  const request: ApprovalRequest = {
    artifacts: new Map(),
    environment: "production",
    stage: "Accept",
    stageDisplayName: "Accept it",
    jobs: ["Deploy"],
    summaries: [{ stage: "Initiate", job: "J", step: "Initiate it", content: "# Initiated\n" }],
    signal: new AbortController().signal,
  };

  const answers: readonly (readonly [typed: string, isApproved: boolean, questions: number])[] = [
    ["y\n", true, 1],
    ["YES\n", true, 1],
    ["n\n", false, 1],
    ["what?\n\nno\n", false, 3],
    ["", false, 1],
  ];
  for (const [typed, isApproved, questions] of answers) {
    it(`at a terminal take ${JSON.stringify(typed)} as ${isApproved ? "yes" : "no"}`, async () => {
      const [input, output] = [new PassThrough(), new PassThrough()];
      input.end(typed);
      assert.equal(await terminalApprover(input, output)(request), isApproved);
      const shown = String(output.read());
      assert.equal(shown.split("Approve? (y/n)").length - 1, questions);
      assert.match(
        shown,
        /environment production\nThe stage that waits for it: Accept it \(Accept\), with the deployment Deploy\.\n--- Initiate it\n# Initiated\n---/,
      );
    });
  }

  it("at a terminal stop waiting when the run is canceled", async () => {
    const canceling = new AbortController();
    const answer = terminalApprover(new PassThrough(), new PassThrough())({ ...request, signal: canceling.signal });
    canceling.abort();
    assert.equal(await answer, false);
  });

  it("given on the command line show the request", async () => {
    const output = new PassThrough();
    assert.equal(await fixedApprover(false, output)(request), false);
    assert.match(String(output.read()), /# Initiated[\s\S]*Rejected by the command line/);
  });
});
