import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, describe, it } from "mocha";
import type { ServiceEndpoint } from "../../tools/local-agent/agent.ts";
import { jobOf, jobResults, printed, Sandbox, stepResults } from "./sandbox.ts";

const contoso: ServiceEndpoint = {
  id: randomUUID(),
  name: "contoso",
  type: "exalate",
  url: "http://127.0.0.1:9",
  scheme: "Token",
  parameters: { apitoken: "not-a-real-token" },
  data: {},
};

describe("Steps", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());
  sandbox.task(
    "Sample",
    `const fs = require("node:fs");
    console.log("printed: " + [process.env.INPUT_TEXT, process.env.INPUT_NODE, process.env.EXTRA].join(" "));
    const marker = process.env.AGENT_TEMPDIRECTORY + "/tried";
    const isFirst = !fs.existsSync(marker);
    fs.writeFileSync(marker, "");
    if (process.env.INPUT_TEXT === "flaky" && isFirst) console.log("##vso[task.complete result=Failed]");
    if (process.env.INPUT_TEXT === "slow") setInterval(() => {}, 1000);`,
    {
      inputs: [
        { name: "text", aliases: ["words"], type: "string", defaultValue: "by default" },
        { name: "node", type: "connectedService:exalate" },
      ],
      outputVariables: [{ name: "Answer" }],
    },
  );
  sandbox.task("Answering", 'console.log("##vso[task.setvariable variable=Answer]42");', {
    outputVariables: [{ name: "Answer" }],
  });

  it("of tasks get their inputs, connections and environment", async () => {
    const report = await sandbox.run(
      `variables: { word: macro }
steps:
- checkout: none
- download: none
- task: sample@1
  inputs: { words: "$(word)", node: Contoso }
  env: { EXTRA: "$(word)!" }
- task: Sample@1
  displayName: Named $(word)
`,
      { connections: [contoso] },
    );
    assert.deepEqual(printed(report), [`macro ${contoso.id} macro!`, "by default  "]);
    assert.deepEqual(stepResults(report, "Job"), { Sample: "Succeeded", "Named $(word)": "Succeeded" });
    assert.ok(report.lines.some(({ text, step }) => text.includes("Named macro") && step === "Named macro"));
  });

  it("with a macro as connection fail when the connection does not exist", async () => {
    const report = await sandbox.run(
      "variables: { which: fabrikam }\nsteps:\n- task: Sample@1\n  inputs: { node: $(which) }\n- script: 'true'\n  displayName: next\n",
      { connections: [contoso] },
    );
    assert.deepEqual(stepResults(report, "Job"), { Sample: "Failed", next: "Skipped" });
    assert.ok(report.lines.some(({ text }) => /fabrikam which could not be found/.test(text)));
  });

  it("that failed are retried as often as retryCountOnTaskFailure says", async () => {
    const report = await sandbox.run(
      "steps:\n- task: Sample@1\n  inputs: { text: flaky }\n  retryCountOnTaskFailure: 1\n",
    );
    assert.equal(jobOf(report, "Job").runs[0]?.steps[0]?.report?.attempts, 2);
    assert.equal(report.result, "Succeeded");
  });

  it("that exceed their timeout fail", async () => {
    const report = await sandbox.run(
      "steps:\n- task: Sample@1\n  inputs: { text: slow }\n  timeoutInMinutes: 2\n- script: 'true'\n  displayName: next\n",
      { minuteMilliseconds: 150 },
    );
    assert.deepEqual(stepResults(report, "Job"), { Sample: "Failed", next: "Skipped" });
  });

  it("pass declared outputs to later steps and jobs", async () => {
    const report = await sandbox.run(`jobs:
- job: A
  steps:
  - task: Answering@1
    name: asked
  - script: 'echo "printed: $(asked.Answer)"'
- job: B
  dependsOn: A
  variables: { answer: "$[ dependencies.A.outputs['asked.Answer'] ]" }
  steps:
  - script: 'echo "printed: $(answer)"'
`);
    assert.deepEqual(printed(report), ["42", "42"]);
  });

  it("with a script run bash in their working directory, and fail for an exit code other than 0", async () => {
    const report = await sandbox.run(`steps:
- bash: |
    [[ -n "$BASH_VERSION" ]] && echo "printed: bash"
    false
    echo "printed: goes on"
- script: 'echo "printed: $(basename "$PWD")"'
  workingDirectory: $(Agent.TempDirectory)
- script: exit 3
  displayName: failing
`);
    assert.deepEqual(printed(report), ["bash", "goes on", "_temp"]);
    assert.ok(report.lines.some(({ text }) => text === "##[error]Bash exited with code '3'."));
    assert.equal(stepResults(report, "Job").failing, "Failed");
  });

  it("of each job start with an empty temp folder", async () => {
    const job = (name: string) =>
      `- job: ${name}\n  steps:\n  - script: 'echo "printed: $(ls "$AGENT_TEMPDIRECTORY" | grep -c mark)"; touch "$AGENT_TEMPDIRECTORY/mark"'\n`;
    assert.deepEqual(printed(await sandbox.run(`jobs:\n${job("A")}${job("B")}`)), ["0", "0"]);
  });

  it("of a deployment decide which hook of on: runs", async () => {
    const deployment = (name: string, script: string) => `- deployment: ${name}
  environment: production
  strategy:
    runOnce:
      deploy:
        steps:
        - script: '${script}'
      on:
        failure:
          steps:
          - script: 'echo "printed: ${name} failure"'
        success:
          steps:
          - script: 'echo "printed: ${name} success"'
`;
    const report = await sandbox.run(`jobs:\n${deployment("Good", "true")}${deployment("Bad", "false")}`);
    assert.deepEqual(printed(report), ["Good success", "Bad failure"]);
    assert.deepEqual(jobResults(report), { Good: "Succeeded", Bad: "Failed" });
  });

  it("of a deployment run hook by hook until one fails", async () => {
    const names = ["preDeploy", "deploy", "routeTraffic", "postRouteTraffic"];
    const hook = (name: string, script: string) =>
      `      ${name}:\n        steps:\n        - script: 'echo "printed: ${name} $(System.JobName)"; ${script}'\n`;
    const deployment = (job: string, failing: string) => `- deployment: ${job}
  environment: production
  strategy:
    runOnce:
${names.map((name) => hook(name, name === failing ? "false" : "true")).join("")}      on:
        failure:
          steps:
          - script: 'echo "printed: failure"'
        success:
          steps:
          - script: 'echo "printed: success"'
`;
    const run = async (failing: string) => printed(await sandbox.run(`jobs:\n${deployment("A", failing)}`));
    const all = ["preDeploy preDeploy", "deploy A", "routeTraffic routeTraffic", "postRouteTraffic postRouteTraffic"];
    assert.deepEqual(await run(""), [...all, "success"]);
    for (const [index, name] of names.entries()) {
      assert.deepEqual(await run(name), [...all.slice(0, index + 1), "failure"], name);
    }
  });

  it("of a hook before deploy can fail the deployment, and pass no outputs to other jobs", async () => {
    const report = await sandbox.run(`jobs:
- deployment: A
  environment: production
  strategy:
    runOnce:
      preDeploy:
        steps:
        - script: echo "##vso[task.setvariable variable=Name;isOutput=true]early"
          name: step
        - script: 'false'
      deploy:
        steps:
        - script: 'true'
`);
    assert.deepEqual(jobResults(report), { A: "Failed" });
    assert.deepEqual(
      jobOf(report, "A").runs.map(({ name, result }) => `${name} ${result}`),
      ["preDeploy Failed"],
    );
    assert.deepEqual([...jobOf(report, "A").outputs], []);
  });

  it("of a matrix run for each leg, and one failing leg fails the job", async () => {
    const report = await sandbox.run(`jobs:
- job: J
  strategy:
    matrix:
      good: { command: "true" }
      bad: { command: "false" }
  steps:
  - script: $(command)
- job: After
  dependsOn: J
  condition: failed()
  steps:
  - script: 'true'
`);
    assert.deepEqual(
      jobOf(report, "J").runs.map(({ name, result }) => `${name} ${result}`),
      ["good Succeeded", "bad Failed"],
    );
    assert.deepEqual(jobResults(report), { J: "Failed", After: "Succeeded" });
  });
});
