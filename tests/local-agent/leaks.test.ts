import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { bodyOf, Sandbox } from "./sandbox.ts";

const secret = "c0de-Of-An-Invitation";
const base64 = Buffer.from(secret).toString("base64");

describe("local agent: what the real agent leaks", () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => sandbox.dispose());

  it("shows base64 of a secret set by a step, but not of one known at job start", async () => {
    const set = await sandbox.print(sandbox.job(), [
      `##vso[task.setvariable variable=s;issecret=true]${secret}`,
      secret,
      base64,
    ]);
    assert.deepEqual(bodyOf(set), ["***", base64]);
    const registered = await sandbox.print(sandbox.job(), [`##vso[task.setsecret]${secret}`, secret, base64]);
    assert.deepEqual(bodyOf(registered), ["***", base64]);
    const known = await sandbox.print(sandbox.job({ variables: [{ name: "s", value: secret, isSecret: true }] }), [
      secret,
      base64,
    ]);
    assert.deepEqual(bodyOf(known), ["***", "***"]);
  });

  it("prints the raw line of a refused multi-line secret", async () => {
    const line = `##vso[task.setvariable variable=s;issecret=true]${secret}%0Asecond`;
    const step = await sandbox.print(sandbox.job(), [line]);
    assert.deepEqual(bodyOf(step), [
      `##[error]Unable to process command '${line}' successfully.`,
      "##[error]Secrets cannot contain multiple lines",
    ]);
    assert.match(step.issues[0]?.message ?? "", new RegExp(secret));
  });

  it("masks that line when the escaped text is already registered", async () => {
    const step = await sandbox.print(sandbox.job(), [
      `##vso[task.setsecret]${secret}`,
      `##vso[task.setvariable variable=s;issecret=true]${secret}%0Asecond`,
    ]);
    assert.doesNotMatch(step.log.join("\n"), new RegExp(secret));
  });

  it("prints the raw line of a secret for a read-only variable", async () => {
    const variables = [{ name: "agent.readOnlyVariables", value: "true" }];
    const step = await sandbox.print(sandbox.job({ variables }), [
      `##vso[task.setvariable variable=system.culture;issecret=true]${secret}`,
    ]);
    assert.match(bodyOf(step)[0] ?? "", new RegExp(secret));
  });

  it("prints a line that only looks like a command", async () => {
    const step = await sandbox.print(sandbox.job(), [`##vso[task.setvariable variable=s;issecret=true${secret}`]);
    assert.match(step.issues[0]?.message ?? "", new RegExp(secret));
  });

  it("masks messages, but not operations, issue properties or details", async () => {
    const id = "10000000-0000-4000-8000-000000000001";
    const step = await sandbox.print(sandbox.job(), [
      `##vso[task.setsecret]${secret}`,
      `##vso[task.logissue type=error;code=${secret}]${secret}`,
      `##vso[task.logdetail id=${id};name=n;type=t]${secret}`,
      `##vso[task.setprogress value=1]${secret}`,
      `##vso[task.complete result=Failed]${secret}`,
    ]);
    assert.deepEqual(bodyOf(step), ["##[error]***"]);
    assert.deepEqual([step.issues[0]?.message, step.issues[0]?.data.code], ["***", secret]);
    assert.deepEqual(
      [step.currentOperation, step.operations, step.details[0]?.currentOperation],
      [secret, [secret, secret], secret],
    );
  });

  it("shows a wrapped secret and the lines of a secret with a line break", async () => {
    const step = await sandbox.print(sandbox.job(), [
      `##vso[task.setsecret]${secret}`,
      "##vso[task.setsecret]line-one%0Aline-two",
      secret.slice(0, 10),
      "line-one",
      "line-two",
    ]);
    assert.deepEqual(bodyOf(step), [secret.slice(0, 10), "line-one", "line-two"]);
  });

  it("masks a secret with a line break in one message, a debug text and a processed command", async () => {
    const lines = [
      "##vso[task.setsecret]line-one%0Aline-two",
      "##vso[task.logissue type=warning]line-one%0Aline-two",
      "##vso[task.debug]line-one%0Aline-two",
    ];
    const log = bodyOf(await sandbox.print(sandbox.job({ debug: true }), lines));
    assert.ok(log.includes("##[warning]***"));
    assert.ok(log.includes("##[debug]***"));
    assert.ok(log.includes("##[debug]Processed: ##vso[task.setsecret]***"));
    assert.doesNotMatch(log.join("\n"), /line-/);
  });

  it("masks every authorization parameter of a connection, but not its data", async () => {
    const endpoints = [
      {
        id: "44444444-0000-4000-8000-000000000000",
        name: "n",
        type: "t",
        url: "https://contoso.com",
        scheme: "UsernamePassword",
        parameters: { username: "admin", password: "p4ssw0rd" },
        data: { token: "d4ta-token" },
      },
    ];
    const step = await sandbox.print(sandbox.job({ endpoints }), ["admin p4ssw0rd d4ta-token"]);
    assert.deepEqual(bodyOf(step), ["*** *** d4ta-token"]);
  });

  it("prints the banner unmasked", async () => {
    const variables = [{ name: "s", value: "Contoso", isSecret: true }];
    const step = await sandbox.print(sandbox.job({ variables }), ["Contoso"]);
    assert.ok(step.log.includes("Author       : Contoso"));
    assert.deepEqual(bodyOf(step), ["***"]);
  });

  it("keeps raw lines as the process wrote them", async () => {
    const step = await sandbox.print(sandbox.job(), [`##vso[task.setsecret]${secret}`, secret]);
    assert.deepEqual(
      step.raw.map(({ text }) => text),
      [`##vso[task.setsecret]${secret}`, secret],
    );
  });

  it("expands a macro for the token that a step published, from the next step on", async () => {
    const token = "t0ken-Of-The-Job";
    const job = sandbox.job({ variables: [{ name: "System.AccessToken", value: token, isSecret: true }] });
    const name = "$(System.AccessToken)";
    const definition = { outputVariables: [{ name: "declared" }] };
    const lines = ["declared", "published;isoutput=true", "plain"];
    const step = await sandbox.print(
      job,
      lines.map((variable) => `##vso[task.setvariable variable=${variable}]${name}`),
      definition,
    );
    assert.doesNotMatch(step.log.join("\n"), new RegExp(token));
    assert.deepEqual(step.outputs.get("declared"), { value: name, isSecret: false });
    const readers = ["$(step.declared)", "$(step.published)", "$(plain)", "<$(plain)>"];
    const inputs = Object.fromEntries(readers.map((reader, index) => [`i${index}`, reader]));
    for (const later of ["next", "one after"]) {
      const environment = await sandbox.environment(job, { inputs });
      const seen = readers.map((_, index) => environment[`INPUT_I${index}`]);
      assert.deepEqual(seen, [token, token, token, `<${token}>`], later);
      assert.equal(environment.SECRET_STEP_PUBLISHED, token);
      assert.equal(environment.STEP_PUBLISHED, undefined);
    }
  });

  it("expands variables recursively, but not a cycle of two steps", async () => {
    const job = sandbox.job({ variables: [{ name: "s", value: secret, isSecret: true }] });
    await sandbox.print(job, ["##vso[task.setvariable variable=first]$(second)"]);
    await sandbox.print(job, ["##vso[task.setvariable variable=second]1 $(s)"]);
    assert.equal((await sandbox.environment(job, { inputs: { a: "$(first)" } })).INPUT_A, `1 ${secret}`);
    await sandbox.print(job, ["##vso[task.setvariable variable=second]$(first)"]);
    const warned = await sandbox.print(job, []);
    assert.deepEqual(
      warned.issues.map(({ type, message }) => `${type}: ${message}`),
      ["first", "second"].map(
        (name) => `warning: Unable to expand variable '${name}'. A cyclical reference was detected.`,
      ),
    );
    assert.equal(job.variables.get("first"), "$(second)");
  });

  it("masks a value that becomes a secret by expansion", async () => {
    const job = sandbox.job({ variables: [{ name: "s", value: "in", isSecret: true }] });
    await sandbox.print(job, ["##vso[task.setvariable variable=whole]be$(s)side"]);
    assert.deepEqual(bodyOf(await sandbox.print(job, ["beinside"])), ["***"]);
  });

  it("passes a secret of one step to every later task of the job", async () => {
    const job = sandbox.job();
    await sandbox.print(job, [`##vso[task.setvariable variable=code;issecret=true;isoutput=true]${secret}`]);
    assert.equal((await sandbox.environment(job)).SECRET_STEP_CODE, secret);
    assert.equal(job.mask(`x${secret}x`), "x***x");
  });
});
