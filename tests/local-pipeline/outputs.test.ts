import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import { jobOf, printed, Sandbox, stageResults } from "./sandbox.ts";

const set = (name: string, value: string, more = "") =>
  `echo "##vso[task.setvariable variable=${name};isOutput=true${more}]${value}"`;

const producers = `
  - job: Usual
    steps:
    - script: ${set("Name", "usual")}
      name: step
  - job: Legs
    strategy:
      maxParallel: 2
      matrix:
        one: { letter: a }
        two: { letter: b }
    steps:
    - script: ${set("Name", "$(letter)")}
      name: step
  - deployment: Deployed
    environment: production
    strategy:
      runOnce:
        deploy:
          steps:
          - script: ${set("Name", "deployed")}
            name: step
`;

/** Paths in a job of the same stage, and their values (articles "Expressions" and "Deployment jobs"). */
const pathsInStage: Readonly<Record<string, string>> = {
  "dependencies.Usual.outputs['step.Name']": "usual",
  "dependencies.usual.OUTPUTS['STEP.name']": "usual",
  "dependencies.Legs.outputs['one.step.Name']": "a",
  "dependencies.Legs.outputs['two.step.Name']": "b",
  "dependencies.Deployed.outputs['Deployed.step.Name']": "deployed",
  "dependencies.Usual.result": "Succeeded",
  "dependencies.Usual.outputs['Name']": "",
  "dependencies.Usual.outputs['step.Other']": "",
  "dependencies.Usual.outputs['Usual.step.Name']": "",
  "dependencies.Legs.outputs['step.Name']": "",
  "dependencies.Deployed.outputs['step.Name']": "",
  "dependencies.Nobody.outputs['step.Name']": "",
  "stageDependencies.First.Usual.outputs['step.Name']": "",
};

/** Paths in a job of a later stage, and their values. */
const pathsAcross: Readonly<Record<string, string>> = {
  "stageDependencies.First.Usual.outputs['step.Name']": "usual",
  "stageDependencies.First.Legs.outputs['two.step.Name']": "b",
  "stageDependencies.First.Deployed.outputs['Deployed.step.Name']": "deployed",
  "stageDependencies.First.Usual.result": "Succeeded",
  "stageDependencies.First.Usual.outputs['Usual.step.Name']": "",
  "stageDependencies.First.outputs['Usual.step.Name']": "",
  "dependencies.First.outputs['Usual.step.Name']": "",
};

function consumer(paths: Readonly<Record<string, string>>, dependsOn: string): string {
  const names = Object.keys(paths);
  const variables = names.map((path, index) => `      v${index}: $[ ${path} ]\n`).join("");
  const steps = names.map((_, index) => `    - script: 'echo "printed: $(v${index})"'\n`).join("");
  return `  - job: Consumer\n${dependsOn}    variables:\n${variables}    steps:\n${steps}`;
}

describe("Outputs", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());

  it("can be read by jobs of the same stage by their path; a wrong path is empty", async () => {
    const report = await sandbox.run(
      `stages:\n- stage: First\n  jobs:${producers}${consumer(pathsInStage, "    dependsOn: [Usual, Legs, Deployed]\n")}`,
    );
    assert.deepEqual(printed(report), Object.values(pathsInStage));
    assert.deepEqual([...jobOf(report, "Legs").outputs.keys()], ["one.step.Name", "two.step.Name"]);
  });

  it("can be read by jobs of a later stage by their path; a wrong path is empty", async () => {
    const report = await sandbox.run(
      `stages:\n- stage: First\n  jobs:${producers}- stage: Second\n  jobs:\n${consumer(pathsAcross, "")}`,
    );
    assert.deepEqual(printed(report), Object.values(pathsAcross));
  });

  it("are empty for a job whose dependsOn does not name the other job", async () => {
    const report = await sandbox.run(
      `stages:\n- stage: First\n  jobs:${producers}${consumer({ "dependencies.Usual.outputs['step.Name']": "" }, "    dependsOn: Legs\n")}`,
    );
    assert.deepEqual(printed(report), [""]);
  });

  it("can be read by conditions of stages whose dependsOn names the stage", async () => {
    const conditions: Readonly<Record<string, string>> = {
      Usual: "eq(dependencies.First.outputs['Usual.step.Name'], 'usual')",
      Leg: "eq(dependencies.First.outputs['Legs.one.step.Name'], 'a')",
      Deployment: "eq(dependencies.First.outputs['Deployed.Deployed.step.Name'], 'deployed')",
      WithoutJob: "eq(dependencies.First.outputs['step.Name'], '')",
      DeploymentOnce: "eq(dependencies.First.outputs['Deployed.step.Name'], '')",
      Result: "eq(dependencies.First.result, 'Succeeded')",
      OtherName: "eq(stageDependencies.First.outputs['Usual.step.Name'], 'usual')",
      OtherNameOfDeployment: "eq(stageDependencies.First.outputs['Deployed.Deployed.step.Name'], 'deployed')",
      OtherNameOfResult: "eq(stageDependencies.First.result, 'Succeeded')",
      PathOfAJob: "eq(stageDependencies.First.Usual.outputs['step.Name'], '')",
    };
    const stages = Object.entries(conditions).map(
      ([name, text]) =>
        `- stage: ${name}\n  dependsOn: First\n  condition: ${text}\n  jobs:\n  - job: J\n    steps:\n    - script: 'true'\n`,
    );
    const report = await sandbox.run(`stages:\n- stage: First\n  jobs:${producers}${stages.join("")}`);
    assert.deepEqual(
      stageResults(report),
      Object.fromEntries(["First", ...Object.keys(conditions)].map((name) => [name, "Succeeded"])),
    );
  });

  it("of an indirect dependency are empty, in jobs and conditions, unless dependsOn names it too", async () => {
    const path = "stageDependencies.First.Usual.outputs['step.Name']";
    const third = (name: string, dependsOn: string) => `- stage: ${name}
  dependsOn: ${dependsOn}
  variables:
    v: $[ ${path} ]
  jobs:
  - job: J
    steps:
    - script: 'echo "printed: ${name} $(v)."'
`;
    const report = await sandbox.run(`stages:
- stage: First
  jobs:${producers}- stage: Second
  jobs:
  - job: J
    steps:
    - script: 'true'
${third("Indirect", "Second")}${third("Direct", "[First, Second]")}- stage: Skipped
  dependsOn: Second
  condition: eq(dependencies.First.outputs['Usual.step.Name'], 'usual')
  jobs:
  - job: J
    steps:
    - script: 'true'
`);
    assert.deepEqual(printed(report), ["Indirect .", "Direct usual."]);
    assert.equal(stageResults(report).Skipped, "Skipped");
  });

  it("that are secret stay secret: masked, even as base64, and not in a script's environment", async () => {
    const secret = "not-a-real-secret-0123456789";
    const base64 = Buffer.from(secret).toString("base64");
    const report = await sandbox.run(`stages:
- stage: First
  jobs:
  - job: A
    steps:
    - script: ${set("Code", secret, ";isSecret=true")}
      name: step
    - script: 'echo "printed: $(step.Code)"'
  - job: B
    dependsOn: A
    variables:
      code: $[ coalesce(dependencies.A.outputs['step.Code'], 'none') ]
      framed: <$(code)>
    steps:
    - script: |
        echo "printed: $(code) $(framed) \${CODE:-hidden} $MAPPED"
        echo "printed: ${base64} $(echo -n "$MAPPED" | base64 -w0)"
      env:
        MAPPED: $(code)
- stage: Second
  jobs:
  - job: C
    variables:
      code: $[ stageDependencies.First.A.outputs['step.Code'] ]
    steps:
    - script: 'echo "printed: $(code)"'
`);
    assert.deepEqual(printed(report), ["***", "*** *** hidden ***", "*** ***", "***"]);
    const shown = report.lines.map(({ text }) => text).join("\n");
    assert.ok(!shown.includes(secret) && !shown.includes(base64));
    const raw = report.raw.filter(({ text }) => text.includes(secret));
    assert.deepEqual(
      raw.map(({ stage, job }) => `${stage}.${job}`),
      ["First.A", "First.A", "First.B", "Second.C"],
    );
    assert.deepEqual(jobOf(report, "A").outputs.get("step.Code"), { value: secret, isSecret: true });
  });

  it("of a deployment's other hooks cannot be read by other jobs", async () => {
    const report = await sandbox.run(`jobs:
- deployment: D
  environment: production
  strategy:
    runOnce:
      deploy:
        steps:
        - script: 'true'
      on:
        success:
          steps:
          - script: ${set("Name", "x")}
            name: step
`);
    assert.deepEqual([...jobOf(report, "D").outputs], []);
    assert.deepEqual(
      jobOf(report, "D").runs.map(({ name, result }) => `${name} ${result}`),
      ["D Succeeded", "success Succeeded"],
    );
  });
});
