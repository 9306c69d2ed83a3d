import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { matchesGlob } from "../../tools/local-agent/glob.ts";
import { bodyOf, Sandbox } from "./sandbox.ts";

describe("local agent: task.setvariable", () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => sandbox.dispose());

  it("sets a plain job variable for later steps", async () => {
    const job = sandbox.job();
    await sandbox.print(job, ["##vso[task.setvariable variable=a.b;isSecret=no]v%0A1%AZP25"]);
    assert.equal(job.variables.get("A.B"), "v\n1%");
    assert.equal(job.variables.isSecret("a.b"), false);
    assert.equal((await sandbox.environment(job)).A_B, "v\n1%");
    assert.equal(job.outputsForOtherJobs().size, 0);
  });

  it("keeps the case of a name on demand", async () => {
    const job = sandbox.job();
    await sandbox.print(job, ["##vso[task.setvariable variable=my.Name;preserveCase=true]v"]);
    assert.equal((await sandbox.environment(job)).my_Name, "v");
  });

  it("sets an output only with the step's name as prefix, read-only and with its secrecy", async () => {
    const job = sandbox.job();
    const step = await sandbox.print(job, [
      "##vso[task.setvariable variable=Code;isOutput=true;isSecret=TRUE]s3cr3t-1",
    ]);
    assert.deepEqual([...step.outputs], [["Code", { value: "s3cr3t-1", isSecret: true }]]);
    assert.equal(job.variables.get("step.Code"), "s3cr3t-1");
    assert.equal(job.variables.isReadOnly("step.Code"), true);
    assert.equal(job.variables.isSecret("step.Code"), true);
    assert.equal(job.variables.get("Code"), undefined);
    assert.deepEqual([...job.outputsForOtherJobs()], [["step.Code", { value: "s3cr3t-1", isSecret: true }]]);
  });

  it("makes a name that task.json declares, in any case, an output that is not read-only", async () => {
    const job = sandbox.job();
    const definition = { outputVariables: [{ name: "code" }] };
    await sandbox.print(
      job,
      ["##vso[task.setvariable variable=CODE]1", "##vso[task.setvariable variable=other]2"],
      definition,
    );
    assert.equal(job.variables.get("step.CODE"), "1");
    assert.equal(job.variables.isReadOnly("step.code"), false);
    assert.equal(job.variables.get("code"), undefined);
    assert.equal(job.variables.get("other"), "2");
  });

  it("names a step without a name after its task, always differently", async () => {
    const job = sandbox.job();
    const taskFolder = sandbox.task("console.log('##vso[task.setvariable variable=x;isOutput=true]1')");
    for (let run = 0; run < 3; run++) await job.runTask({ taskFolder, inputs: {} });
    assert.deepEqual([...job.outputsForOtherJobs().keys()], ["Sample.x", "Sample1.x", "Sample2.x"]);
  });

  it("keeps a secret secret when it is set again without the flag", async () => {
    const job = sandbox.job();
    const step = await sandbox.print(job, [
      "##vso[task.setvariable variable=s;issecret=true]first-value",
      "##vso[task.setvariable variable=S]second-value",
      "first-value second-value",
    ]);
    assert.equal(job.variables.isSecret("s"), true);
    assert.deepEqual(bodyOf(step), ["*** ***"]);
  });

  it("masks the value and its escaped form in later lines, not in earlier ones", async () => {
    const step = await sandbox.print(sandbox.job(), [
      "early-s3cr3t;1",
      "##vso[task.setvariable variable=s;issecret=true]early-s3cr3t;1",
      "early-s3cr3t;1 early-s3cr3t%3B1",
    ]);
    assert.deepEqual(bodyOf(step), ["early-s3cr3t;1", "*** ***"]);
  });

  it("sets an empty secret", async () => {
    const job = sandbox.job();
    const step = await sandbox.print(job, ["##vso[task.setvariable variable=s;issecret=true]"]);
    assert.deepEqual([step.result, job.variables.get("s"), job.variables.isSecret("s")], ["Succeeded", "", true]);
  });

  it("overwrites a read-only variable with a warning, unless the feature forbids it", async () => {
    const variables = [{ name: "fixed", value: "1", isReadOnly: true }];
    const lines = ["##vso[task.setvariable variable=fixed]2", "##vso[task.setvariable variable=system.culture]de-DE"];
    const lenient = sandbox.job({ variables });
    const warned = await sandbox.print(lenient, lines);
    assert.deepEqual([warned.result, warned.issues.map(({ type }) => type)], ["Succeeded", ["warning", "warning"]]);
    assert.deepEqual([lenient.variables.get("fixed"), lenient.variables.get("System.Culture")], ["2", "de-DE"]);

    const strict = sandbox.job({ variables: [...variables, { name: "agent.readOnlyVariables", value: "true" }] });
    const refused = await sandbox.print(strict, lines);
    assert.equal(refused.result, "Failed");
    assert.match(refused.issues[1]?.message ?? "", /Overwriting readonly variable 'fixed' is not permitted/);
    assert.deepEqual([strict.variables.get("fixed"), strict.variables.get("System.Culture")], ["1", "en-US"]);
  });

  it("keeps a variable read-only after overwriting it with a warning", async () => {
    const job = sandbox.job({ variables: [{ name: "fixed", value: "1", isReadOnly: true }] });
    const lines = ["2", "3"].map((value) => `##vso[task.setvariable variable=FIXED]${value}`);
    const step = await sandbox.print(job, lines);
    assert.deepEqual(
      step.issues.map(({ type }) => type),
      ["warning", "warning"],
    );
    assert.deepEqual([job.variables.get("fixed"), job.variables.isReadOnly("fixed")], ["3", true]);
  });

  it("treats the agent's names without a prefix as read-only too, after they are set", async () => {
    const job = sandbox.job({ variables: [{ name: "USE_GIT_LONG_PATHS", value: "true" }] });
    const names = ["use_git_long_paths", "task.publishTelemetry", "build.sourceVersionAuthor"];
    const lines = names.map((name) => `##vso[task.setvariable variable=${name}]x`);
    const step = await sandbox.print(job, lines);
    assert.deepEqual(
      step.issues.map(({ message }) => /variable '(.+)'/.exec(message)?.[1]),
      names.slice(0, 2),
    );
    assert.equal(job.variables.isReadOnly("build.sourceversionauthor"), true);
  });

  it("treats an output in another case as the same, with its last secrecy", async () => {
    const job = sandbox.job();
    const step = await sandbox.print(job, [
      "##vso[task.setvariable variable=Code;isoutput=true;issecret=true]first-code",
      "##vso[task.setvariable variable=CODE;isoutput=true]second-code",
    ]);
    assert.deepEqual([...step.outputs], [["Code", { value: "second-code", isSecret: false }]]);
    assert.deepEqual([...job.outputsForOtherJobs().keys()], ["step.Code"]);
    assert.equal(job.variables.isSecret("step.code"), true);
  });

  it("distinguishes a read-only task variable from one of the job", async () => {
    const step = await sandbox.print(sandbox.job(), [
      "##vso[task.settaskvariable variable=own;isreadonly=true]1",
      "##vso[task.settaskvariable variable=own]2",
    ]);
    assert.match(step.issues[0]?.message ?? "", /^Overwriting readonly task variable 'own'\./);
  });

  it("protects a variable that a step made read-only, and outputs of other steps", async () => {
    const job = sandbox.job();
    await sandbox.print(job, [
      "##vso[task.setvariable variable=own;isreadonly=true]1",
      "##vso[task.setvariable variable=out;isoutput=true]1",
    ]);
    const step = await sandbox.print(job, [
      "##vso[task.setvariable variable=own]2",
      "##vso[task.setvariable variable=step.out]2",
    ]);
    assert.equal(step.issues.length, 2);
  });

  it("fails the step when the name is missing", async () => {
    const step = await sandbox.print(sandbox.job(), ["##vso[task.setvariable name=x]1"]);
    assert.equal(step.result, "Failed");
    assert.match(step.log.join("\n"), /Required field 'variable' is missing/);
  });

  it("refuses a secret with line breaks unless the unsafe knob is on", async () => {
    const line = "##vso[task.setvariable variable=s;issecret=true]first%0Asecond";
    const refused = await sandbox.print(sandbox.job(), [line]);
    assert.equal(refused.result, "Failed");
    const variables = [{ name: "SYSTEM_UNSAFEALLOWMULTILINESECRET", value: "true" }];
    const allowing = sandbox.job({ variables });
    assert.equal((await sandbox.print(allowing, [line])).result, "Succeeded");
    assert.equal(allowing.variables.get("s"), "first\nsecond");
    const carriageReturn = await sandbox.print(sandbox.job(), [line.replace("%0A", "%0D")]);
    assert.equal(carriageReturn.result, "Succeeded");
  });

  it("drops a variable that is not in task.json's list, with only a warning", async () => {
    const job = sandbox.job();
    const definition = { restrictions: { settableVariables: { allowed: ["code", "out*"] } } };
    const step = await sandbox.print(
      job,
      ["CODE", "OutPut", "other"].map((name) => `##vso[task.setvariable variable=${name};isoutput=true]1`),
      definition,
    );
    assert.equal(step.result, "Succeeded");
    assert.deepEqual(bodyOf(step), [
      "##[warning]Setting variable 'other' has been disabled by the task or build definition.",
    ]);
    assert.deepEqual([...step.outputs.keys()], ["CODE", "OutPut"]);
  });

  it("adds the restrictions of the step's target to those of the task", async () => {
    const job = sandbox.job();
    const script = ["a", "b"].map((name) => `console.log("##vso[task.setvariable variable=${name}]1")`).join("\n");
    const taskFolder = sandbox.task(script, { restrictions: { settableVariables: { allowed: ["a"] } } });
    const listed = await job.runTask({ taskFolder, inputs: {}, target: { settableVariables: ["b"] } });
    const none = await job.runTask({ taskFolder, inputs: {}, target: { settableVariables: "none" } });
    assert.deepEqual([listed.issues.length, none.issues.length], [2, 2]);
    assert.equal((await job.runTask({ taskFolder, inputs: {}, target: {} })).issues.length, 1);
    assert.equal(job.variables.get("a"), "1");
  });

  it("registers a secret even when the variable is not settable", async () => {
    const definition = { restrictions: { settableVariables: { allowed: [] } } };
    const step = await sandbox.print(
      sandbox.job(),
      ["##vso[task.setvariable variable=s;issecret=true]dropped-1", "dropped-1"],
      definition,
    );
    assert.equal(bodyOf(step).at(-1), "***");
  });

  it("matches names like minimatch", () => {
    const cases: [pattern: string, name: string, matches: boolean][] = [
      ["abc", "ABC", true],
      ["a*", "abc", true],
      ["a?c", "abc", true],
      ["a?c", "ac", false],
      ["*", ".hidden", false],
      ["[ab]x", "bx", true],
      ["[!ab]x", "bx", false],
      ["{one,t*}.x", "two.x", true],
      ["{one,t*}.x", "twoax", false],
      ["a.c", "abc", false],
      ["!a*", "abc", false],
      ["!a*", "bcd", true],
      ["#a", "#a", false],
    ];
    for (const [pattern, name, matches] of cases)
      assert.equal(matchesGlob(pattern, name), matches, `${pattern} ${name}`);
  });
});
