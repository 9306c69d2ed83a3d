import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import { printed, Sandbox } from "./sandbox.ts";

describe("Variables", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());

  it("of inner levels replace those of outer levels, whatever the case of their names", async () => {
    const report = await sandbox.run(`variables:
  a: pipeline
  b: pipeline
  c: pipeline
  d: pipeline
stages:
- stage: S
  variables:
    B: stage
    c: stage
    d: stage
  jobs:
  - job: J
    variables:
    - name: C
      value: job
    strategy:
      matrix:
        leg: { d: leg, e: leg }
    steps:
    - script: 'echo "printed: $(a) $(b) $(c) $(d) $(e) $A"'
`);
    assert.deepEqual(printed(report), ["pipeline stage job leg leg pipeline"]);
  });

  it("are computed from variables of their own level and of outer levels", async () => {
    const report = await sandbox.run(`variables:
  isMain: $[ eq(variables['Build.SourceBranch'], 'refs/heads/main') ]
  text: abc
jobs:
- job: J
  variables:
    fixed: x
    computed: $[ format('{0}-{1}-{2}', variables.text, variables.fixed, variables.isMain) ]
  condition: eq(variables.isMain, true)
  steps:
  - script: 'echo "printed: $(computed)"'
`);
    assert.deepEqual(printed(report), ["abc-x-True"]);
  });

  it("count each prefix once per run, in any case, starting at the seed", async () => {
    const counters = new Map<string, number>();
    const run = (major: string) =>
      sandbox.run(
        `variables:
  major: ${major}
  minor: $[ counter(variables['major'], 100) ]
  bare: $[ counter() ]
jobs:
- job: J
  variables:
    same: $[ counter(upper(variables.major), 7) ]
    other: $[ counter('other', '5') ]
  steps:
  - script: 'echo "printed: $(minor) $(same) $(other) $(bare)"'
- job: K
  variables: { again: "$[ counter('other', 1) ]" }
  steps:
  - script: 'echo "printed: $(minor) $(again)"'
`,
        { counters },
      );
    assert.deepEqual(printed(await run("a1")), ["100 100 5 0", "100 5"]);
    assert.deepEqual(printed(await run("a1")), ["101 101 6 1", "101 6"]);
    assert.deepEqual(printed(await run("a2")), ["100 100 7 2", "100 7"]);
    assert.deepEqual(printed(await run("a1")), ["102 102 8 3", "102 8"]);
  });

  it("with a counter whose seed is not a whole number fail their job and name the place", async () => {
    const report = await sandbox.run(
      "jobs:\n- job: J\n  variables: { x: \"$[ counter('a', 'b') ]\" }\n  steps:\n  - script: 'true'\n",
    );
    assert.equal(report.result, "Failed");
    assert.ok(report.lines.some(({ text }) => /^##\[error\]sample\.yml:3:\d+: The seed of counter\(\)/.test(text)));
  });

  it("can use the start time of the run", async () => {
    const text =
      "variables:\n  day: $[ format('{0:yyyyMMdd}', pipeline.startTime) ]\nsteps:\n- script: 'echo \"printed: $(day)\"'\n";
    const at = (startTime: string) => sandbox.run(text, { systemVariables: { "System.PipelineStartTime": startTime } });
    assert.deepEqual(printed(await at("2026-03-04T05:06:07Z")), ["20260304"]);
    const today = new Date().toISOString().slice(0, 10).replaceAll("-", "");
    assert.ok(Number(printed(await sandbox.run(text))[0]) >= Number(today));
  });

  it("come from groups with their values at the start of the job, and secrets stay secret", async () => {
    const group: Record<string, string | { value: string; isSecret: boolean }> = {
      open: "visible",
      hidden: { value: "not-a-real-secret", isSecret: true },
    };
    const report = await sandbox.run(
      `variables:
- group: Contoso
- name: open2
  value: $(open)
stages:
- stage: One
  jobs:
  - job: J
    steps:
    - script: 'echo "printed: $(open) $(open2) $(hidden) \${HIDDEN:-unset}"'
- stage: Two
  jobs:
  - deployment: J
    environment: e
    strategy:
      runOnce:
        deploy:
          steps:
          - script: 'echo "printed: $(open)"'
`,
      {
        variableGroups: { contoso: group },
        approve: async () => {
          group.open = "changed";
          return true;
        },
      },
    );
    assert.deepEqual(printed(report), ["visible visible *** unset", "changed"]);
  });

  it("marked readonly cannot be set by a step", async () => {
    const report = await sandbox.run(`variables:
- name: fixed
  value: before
  readonly: true
steps:
- script: echo "##vso[task.setvariable variable=fixed]after"
- script: 'echo "printed: $(fixed)"'
  condition: always()
`);
    assert.ok(report.lines.some(({ text }) => /read-?only/i.test(text)));
  });

  it("describe the run as in Azure Pipelines", async () => {
    const show =
      "'echo \"printed: $(System.StageName) $(System.PhaseName) $(System.JobName) $(System.JobIdentifier) $(System.TaskInstanceName)\"'";
    const report = await sandbox.run(
      `name: $(Build.DefinitionName)-$(Rev:rr)
stages:
- stage: S
  jobs:
  - job: Usual
    steps:
    - script: ${show}
      name: one
  - job: Legs
    strategy: { matrix: { leg: { x: y } } }
    steps:
    - bash: ${show}
  - deployment: Deployed
    environment: { name: production }
    strategy:
      runOnce:
        deploy:
          steps:
          - script: ${show}
          - script: 'echo "printed: $(Environment.Name) $(System.HostType) $(System.TeamProject) $(System.CollectionUri) $(Build.BuildId) $(Build.BuildNumber) $(System.AccessToken)"'
`,
      {
        systemVariables: { "Build.BuildId": "42", "System.TeamProject": "Contoso Support" },
        azureDevOps: { collectionUrl: "http://127.0.0.1:9/contoso/", accessToken: "not-a-real-token" },
      },
    );
    assert.deepEqual(printed(report), [
      "S Usual __default S.Usual.__default one",
      "S Legs leg S.Legs.leg Bash",
      "S Deployed Deployed S.Deployed.Deployed CmdLine",
      "production build Contoso Support http://127.0.0.1:9/contoso/ 42 sample-01 ***",
    ]);
    assert.equal(report.buildNumber, "sample-01");
  });

  it("have the same names as in Azure Pipelines for a file without stages", async () => {
    const report = await sandbox.run(
      "steps:\n- script: 'echo \"printed: $(System.StageName) $(System.JobIdentifier) $(Agent.JobName)\"'\n",
    );
    assert.deepEqual(printed(report), ["__default Job.__default Job"]);
  });

  it("cannot be unknown in the name of a run", async () => {
    await assert.rejects(sandbox.run("name: $(nope)\nsteps:\n- script: a\n"), /"\$\(nope\)" in "name"/);
    const dated = await sandbox.run("name: $(Date:yyyyMMdd).$(Rev:r)\nsteps:\n- script: 'true'\n");
    assert.match(dated.buildNumber, /^\d{8}\.1$/);
  });
});
