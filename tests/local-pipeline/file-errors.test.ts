import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import { PipelineFileError } from "../../tools/local-pipeline/pipeline.ts";
import { Sandbox } from "./sandbox.ts";

const job = (members: string) => `jobs:\n- job: A\n${members}  steps:\n  - script: echo\n`;
const hooks = (...names: string[]) =>
  `jobs:\n- deployment: A\n  environment: e\n  strategy:\n    runOnce:\n${names.map((name) => `      ${name}:\n        steps:\n        - script: a\n`).join("")}`;
const step = (members: string) => `steps:\n${members}`;

/** A file, the place of its error as line:column, and the message. */
const faults: readonly (readonly [name: string, text: string, place: string, sentence: RegExp])[] = [
  ["bad YAML", "jobs: [", "1:8", /flow sequence/i],
  ["a duplicate key", "steps:\n- script: a\nsteps: []\n", "3:1", /unique/i],
  ["an anchor", "steps: &x\n- script: a\n", "2:1", /anchor/],
  ["an alias", "steps: *x\n", "1:8", /alias/i],
  ["an empty file", "# nothing\n", "1:1", /no pipeline/],
  ["a list as pipeline", "- script: a\n", "1:1", /must be a mapping/],
  ["an unknown key of a pipeline", "resources:\n  repositories: []\nsteps:\n- script: a\n", "1:1", /"resources"/],
  ["a trigger", "trigger:\n- main\nsteps:\n- script: a\n", "2:1", /trigger: none/],
  ["a branch as trigger", "pr: main\nsteps:\n- script: a\n", "1:5", /pr: none/],
  ["both stages and jobs", "stages: []\njobs: []\n", "2:7", /cannot be combined/],
  ["no stages at all", "name: x\n", "1:1", /needs "stages"/],
  ["an unknown key of a stage", "stages:\n- stage: A\n  lockBehavior: x\n  jobs: []\n", "4:9", /must not be empty/],
  [
    "another unknown key of a stage",
    "stages:\n- stage: A\n  lockBehavior: x\n  jobs:\n  - job: J\n    steps:\n    - script: a\n",
    "3:3",
    /"lockBehavior"/,
  ],
  ["an unknown key of a job", job("  container: ubuntu\n"), "3:3", /"container"/],
  ["a template", "jobs:\n- template: jobs.yml\n", "2:3", /begins with "job" or "deployment"/],
  ["an invalid name", "jobs:\n- job: my job\n  steps:\n  - script: a\n", "2:8", /is not a valid name/],
  ["two jobs with the same name", `${job("")}- job: a\n  steps:\n  - script: b\n`, "5:8", /two jobs named "a"/],
  ["an unknown job to depend on", job("  dependsOn: B\n"), "2:8", /depends on "B", which does not exist/],
  [
    "a cycle",
    "jobs:\n- job: A\n  dependsOn: B\n  steps:\n  - script: a\n- job: B\n  dependsOn: A\n  steps:\n  - script: b\n",
    "2:8",
    /cycle/,
  ],
  [
    "a stage that depends on itself",
    "stages:\n- stage: A\n  dependsOn: A\n  jobs:\n  - job: J\n    steps:\n    - script: a\n",
    "2:10",
    /cycle/,
  ],
  ["the status of an unrelated job", job("  condition: succeeded('B')\n"), "3:24", /does not depend on "B"/],
  ["an error in a condition", job("  condition: and(succeeded(), equals(1, 1))\n"), "3:31", /a function "equals"/],
  [
    "an error in a condition of several lines",
    job("  condition: |\n    and(\n      succeeded(),\n      nope(1))\n"),
    "6:7",
    /"nope"/,
  ],
  ["an error in a quoted condition", job(`  condition: "eq(1, nope)"\n`), "3:21", /cannot use "nope"/],
  [
    "dependencies in a step",
    step("- script: a\n  condition: eq(dependencies.A.result, 'x')\n"),
    "3:17",
    /dependencies/,
  ],
  [
    "arguments of a step's status function",
    step("- script: a\n  condition: succeeded('A')\n"),
    "3:14",
    /takes no arguments/,
  ],
  ["$[ ] in a condition", job("  condition: $[ succeeded() ]\n"), "3:14", /remove "\$\["/],
  ["$[ ] in an input", step("- script: a\n  env:\n    X: $[ variables.y ]\n"), "4:8", /put it into a variable/],
  ["$[ ] inside a value", job("  variables:\n    x: a $[ variables.y ]\n"), "4:10", /the whole value/],
  [
    "dependencies in variables of the pipeline",
    `variables:\n  x: $[ dependencies.A.result ]\n${job("")}`,
    "2:9",
    /dependencies/,
  ],
  ["counter() in a template", `variables:\n  x: \${{ counter('a', 1) }}\n${job("")}`, "2:10", /a function "counter"/],
  ["counter() in a condition", step("- script: a\n  condition: counter('a', 1)\n"), "3:14", /a function "counter"/],
  ["split() in a condition", step("- script: a\n  condition: split('a', ',')\n"), "3:14", /a function "split"/],
  ["split() at runtime", `variables:\n  x: $[ split('a', ',') ]\n${job("")}`, "2:9", /a function "split"/],
  ["an unknown hook", hooks("deploy", "afterDeploy"), "9:7", /does not know "afterDeploy"/],
  ["a deployment without deploy", hooks("preDeploy"), "6:7", /runOnce needs "deploy"/],
  ["an unknown step", step("- powershell: a\n"), "2:3", /does not support "powershell"/],
  ["an unknown key of a step", step("- script: a\n  failOnStderr: true\n"), "3:3", /"failOnStderr"/],
  ["inputs of a script", step("- script: a\n  inputs: {}\n"), "3:3", /"inputs"/],
  ["a checkout", step("- checkout: self\n"), "2:13", /checkout: self/],
  ["a checkout of another repository", step("- checkout: tools\n"), "2:13", /checkout: none/],
  ["a download", step("- download: current\n"), "2:13", /download: none/],
  ["an unknown task", step("- task: Nope@1\n"), "2:9", /no task Nope@1\./],
  ["a task without a version", step("- task: Sample\n"), "2:9", /major version/],
  ["a task that does not run on an agent", step("- task: Gate@1\n"), "2:9", /not on an agent/],
  ["an unknown input", step("- task: Sample@1\n  inputs:\n    sample: a\n    smaple: b\n"), "5:5", /no input "smaple"/],
  [
    "an unknown connection",
    step("- task: Sample@1\n  inputs:\n    node: contoso\n"),
    "4:11",
    /contoso which could not be found/,
  ],
  ["a flag that is not a boolean", step("- script: a\n  continueOnError: maybe\n"), "3:20", /true or false/],
  ["a timeout that is not a number", step("- script: a\n  timeoutInMinutes: soon\n"), "3:21", /whole number/],
  ["too many retries", step("- script: a\n  retryCountOnTaskFailure: 11\n"), "3:28", /at most 10/],
  [
    "two steps with the same name",
    step("- script: a\n  name: x\n- script: b\n  name: X\n"),
    "4:3",
    /two steps named "X"/,
  ],
  ["an agentless job", job("  pool: server\n"), "3:9", /agentless/],
  ["an unknown key of a pool", job("  pool:\n    image: x\n"), "4:5", /"image"/],
  ["no matrix", job("  strategy:\n    parallel: 2\n"), "4:5", /"parallel"/],
  ["a deployment without an environment", "jobs:\n- deployment: A\n  strategy: {}\n", "2:3", /needs "environment"/],
  ["a canary", "jobs:\n- deployment: A\n  environment: e\n  strategy:\n    canary: {}\n", "5:5", /"canary"/],
  [
    "an environment's resource",
    "jobs:\n- deployment: A\n  environment:\n    name: e\n    resourceName: vm\n  strategy: {}\n",
    "5:5",
    /"resourceName"/,
  ],
  ["an unknown group", `variables:\n- group: secrets\n${job("")}`, "2:10", /"secrets" could not be found/],
  ["a variable without a value", `variables:\n- name: x\n${job("")}`, "2:9", /needs "value"/],
  ["a reserved name", `variables:\n  secretCode: x\n${job("")}`, "2:3", /reserves/],
  ["an unknown parameter", step(`- script: echo \${{ parameters.nope }}\n`), "2:31", /no parameter "nope"/],
  ["a parameter without a value", `parameters:\n- name: x\n${job("")}`, "2:9", /no default/],
  [
    "a parameter of an unsupported type",
    `parameters:\n- name: x\n  type: step\n${job("")}`,
    "3:9",
    /"step" are not supported/,
  ],
  ["an open template expression", step(`- script: echo \${{ 1 \n`), "2:16", /has no "}}"/],
  [
    "an error in a template expression",
    step(`- script: echo \${{ substring('a') }}\n`),
    "2:20",
    /a function "substring"/,
  ],
  ["an else without an if", `steps:\n- \${{ else }}:\n  - script: a\n`, "2:3", /must follow an "if"/],
  ["each over a text", `steps:\n- \${{ each x in 'abc' }}:\n  - script: a\n`, "2:3", /needs a list/],
  ["an insert expression", `steps:\n- script: a\n  \${{ insert }}: {}\n`, "3:3", /"insert"/],
  [
    "a list inside a text",
    `parameters:\n- name: l\n  type: object\n  default: [1]\nsteps:\n- script: x \${{ parameters.l }}\n`,
    "6:17",
    /must be the whole value/,
  ],
];

describe("An error in a pipeline file", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());
  sandbox.task("Sample", "", {
    inputs: [
      { name: "sample", type: "string" },
      { name: "node", type: "connectedService:exalate" },
    ],
  });
  sandbox.task("Gate", "", { runsOn: ["Server", "ServerGate"] });

  for (const [name, text, place, sentence] of faults) {
    it(`names the place of ${name}, ${place}`, async () => {
      const error = await sandbox.run(text).then(
        () => assert.fail("It ran"),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof PipelineFileError, String(error));
      assert.match(error.message, sentence);
      assert.match(error.message, new RegExp(`^sample\\.yml:${place}: `));
    });
  }

  it("names a value for an unknown parameter", async () => {
    await assert.rejects(
      sandbox.run(job(""), { parameters: { nope: "1" } }),
      /parameter "nope", which the pipeline does not have/,
    );
  });

  it("names missing built tasks", async () => {
    await assert.rejects(sandbox.run(job(""), { tasksFolder: `${sandbox.folder}/none` }), /build them first/);
  });
});
