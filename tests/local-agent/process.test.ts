import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, it } from "mocha";
import { bodyOf, Sandbox } from "./sandbox.ts";

const quickSignals = [
  { name: "PROCESS_SIGINT_TIMEOUT", value: "500" },
  { name: "PROCESS_SIGTERM_TIMEOUT", value: "500" },
];
const willCancel = "##[error]The Operation will be canceled. The next steps may not contain expected logs.";
const stayAlive = "setInterval(() => {}, 1000);";
const ignoreSignals = `for (const s of ["SIGINT", "SIGTERM"]) process.on(s, () => console.log(s)); console.log("ready"); ${stayAlive}`;

describe("local agent: process", () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => sandbox.dispose());

  const run = (script: string, request: Partial<Parameters<ReturnType<Sandbox["job"]>["runTask"]>[0]> = {}) =>
    sandbox.job({ variables: quickSignals }).runTask({ taskFolder: sandbox.task(script), inputs: {}, ...request });

  /** Runs a script and cancels it when it prints a line. */
  const runAndCancel = (script: string, job = sandbox.job({ variables: quickSignals })) => {
    const controller = new AbortController();
    const onLine = ({ stream }: { stream: string }) => {
      if (stream === "stdout") controller.abort();
    };
    return job.runTask({ taskFolder: sandbox.task(script), inputs: {}, signal: controller.signal, onLine });
  };

  it("ends lines at \\n, \\r\\n and a single \\r, and executes a command after one", async () => {
    const step = await run('process.stdout.write("a\\rb\\r\\nc\\n\\nä##vso[task.logissue type=warning]w\\rlast")');
    assert.deepEqual(
      step.raw.map(({ text }) => text),
      ["a", "b", "c", "", "ä##vso[task.logissue type=warning]w", "last"],
    );
    assert.deepEqual(bodyOf(step), ["a", "b", "c", "", "##[warning]w", "last"]);
  });

  it("gives the task a closed input and the job's working directory", async () => {
    const step = await run('process.stdin.resume().on("end", () => console.log("eof " + process.cwd()))');
    assert.deepEqual(bodyOf(step), [`eof ${join(sandbox.folder, "_work", "1", "s")}`]);
  });

  it("fails on an exit code, even after a reported success", async () => {
    const step = await run('console.log("##vso[task.complete result=Succeeded]fine"); process.exitCode = 3;');
    assert.deepEqual([step.result, step.exitCode], ["Failed", 3]);
    assert.match(step.issues[0]?.message ?? "", /^Exit code 3 returned from process/);
  });

  it("reports an uncaught error by its exit code, and keeps its text in the log", async () => {
    const step = await run('throw new Error("boom")');
    assert.deepEqual([step.result, step.exitCode], ["Failed", 1]);
    assert.match(bodyOf(step).join("\n"), /Error: boom/);
  });

  it("reports a signal as 128 plus its number, and mentions memory at 137 when the knob is on", async () => {
    const script = 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);';
    const step = await run(script);
    assert.deepEqual([step.result, step.exitCode], ["Failed", 137]);
    assert.match(step.issues[0]?.message ?? "", /^Exit code 137 returned/);
    const variables = [{ name: "AZP_ENABLE_RESOURCE_UTILIZATION_WARNINGS", value: "true" }];
    const warned = await sandbox.job({ variables }).runTask({ taskFolder: sandbox.task(script), inputs: {} });
    assert.match(warned.issues[0]?.message ?? "", /out of memory/);
  });

  it("uses the exit code of a task that something else stopped: success for 0, failure for 130 and 143", async () => {
    const ending = (signal: string, exit: string) =>
      `process.once("${signal}", () => { ${exit} }); process.kill(process.pid, "${signal}"); ${stayAlive}`;
    const quiet = await run(ending("SIGTERM", "process.exit(0)"));
    assert.deepEqual([quiet.result, quiet.exitCode, quiet.operations], ["Succeeded", 0, []]);
    for (const [signal, code] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const) {
      const forwarded = await run(ending(signal, `process.exit(${code})`));
      assert.deepEqual([forwarded.result, forwarded.exitCode], ["Failed", code]);
      const killed = await run(`process.kill(process.pid, "${signal}"); ${stayAlive}`);
      assert.deepEqual([killed.result, killed.exitCode], ["Failed", code]);
    }
  });

  it("cancels the job when the signal stops a step", async () => {
    const job = sandbox.job({ variables: quickSignals });
    await runAndCancel(`console.log("ready"); ${stayAlive}`, job);
    assert.deepEqual([job.status, job.variables.get("agent.jobstatus")], ["Canceled", "Canceled"]);
  });

  it("turns a failure into issues with continueOnError, and continues the job", async () => {
    const job = sandbox.job();
    const taskFolder = sandbox.task("process.exit(1)");
    const step = await job.runTask({ taskFolder, inputs: {}, continueOnError: true });
    assert.deepEqual(
      [step.result, job.status, job.variables.get("agent.jobstatus")],
      ["SucceededWithIssues", "SucceededWithIssues", "SucceededWithIssues"],
    );
    await job.runTask({ taskFolder, inputs: {} });
    assert.equal(job.status, "Failed");
  });

  it("interrupts a canceled step, which can still clean up", async () => {
    const step = await runAndCancel(
      `process.on("SIGINT", () => { console.log("cleaned"); process.exit(0); }); console.log("ready"); ${stayAlive}`,
      sandbox.job(),
    );
    assert.deepEqual([step.result, step.exitCode], ["Canceled", 0]);
    assert.deepEqual(bodyOf(step), ["ready", willCancel, "cleaned", "##[error]The operation was canceled."]);
  });

  it("sends SIGINT, then SIGTERM, then kills the process tree", async () => {
    const step = await runAndCancel(ignoreSignals);
    assert.deepEqual([step.result, step.exitCode], ["Canceled", 137]);
    assert.deepEqual(bodyOf(step).slice(0, 4), ["ready", willCancel, "SIGINT", "SIGTERM"]);
  });

  it("kills child processes of a canceled task", async () => {
    const grandchild = `require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" })`;
    const step = await runAndCancel(`const g = ${grandchild}; ${ignoreSignals.replace('"ready"', '"pid " + g.pid')}`);
    await assertEnds(Number(/pid (\d+)/.exec(step.log.join("\n"))?.[1]));
  });

  it("fails a step that times out", async () => {
    const started = performance.now();
    const step = await run(stayAlive, { timeoutMilliseconds: 200 });
    assert.deepEqual([step.result, step.issues[0]?.message], ["Failed", "The task has timed out."]);
    assert.ok(step.durationMilliseconds >= 200 && performance.now() - started < 5_000);
  });

  it("does not start a step of a canceled job", async () => {
    const step = await run('console.log("ran")', { signal: AbortSignal.abort() });
    assert.deepEqual([step.result, step.attempts, step.raw.length], ["Canceled", 0, 0]);
  });

  it("stops waiting some time after done=true and drops later output", async () => {
    const script = `console.log("##vso[task.complete result=SucceededWithIssues;done=true]"); console.log("pid " + process.pid); setTimeout(() => console.log("late"), 900); ${stayAlive}`;
    const job = sandbox.job({ timing: { forcedCompletionMilliseconds: 300 } });
    const step = await job.runTask({ taskFolder: sandbox.task(script), inputs: {} });
    assert.deepEqual([step.result, step.exitCode, step.raw.length], ["SucceededWithIssues", undefined, 2]);
    await assertEnds(Number(/pid (\d+)/.exec(step.log.join("\n"))?.[1]));
  });

  it("still uses the exit code of a process that ends soon after done=true", async () => {
    const step = await run('console.log("##vso[task.complete result=Succeeded;done=true]"); process.exitCode = 4;');
    assert.deepEqual([step.result, step.exitCode], ["Failed", 4]);
  });

  it("waits for output that a child process keeps open, then kills the process tree", async () => {
    const script = `const g = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }); console.log("pid " + g.pid); process.exit(0);`;
    const job = sandbox.job({ timing: { openPipesMilliseconds: 200 } });
    const step = await job.runTask({ taskFolder: sandbox.task(script), inputs: {} });
    assert.equal(step.result, "Succeeded");
    await assertEnds(Number(/pid (\d+)/.exec(step.log.join("\n"))?.[1]));
  });

  it("fails a step whose process cannot be started", async () => {
    const node = sandbox.file("node", "not a program");
    const step = await sandbox.job({ node: { node20_1: node } }).runTask({ taskFolder: sandbox.task(""), inputs: {} });
    assert.deepEqual([step.result, step.exitCode], ["Failed", undefined]);
    assert.match(step.issues[0]?.message ?? "", /EACCES/);
  });

  it("cannot start any task when one variable is too big for the system", async function () {
    if (process.platform !== "linux") this.skip();
    const job = sandbox.job({ variables: [{ name: "code", value: "x".repeat(131_072), isSecret: true }] });
    const step = await sandbox.print(job, ["ran"]);
    assert.deepEqual([step.result, step.raw.length], ["Failed", 0]);
    assert.match(step.issues[0]?.message ?? "", /E2BIG/);
  });

  it("retries a failed task after 1, 4 and 9 seconds, with its inputs and without its result", async () => {
    const delays: number[] = [];
    const job = sandbox.job({ sleep: async (milliseconds) => void delays.push(milliseconds) });
    const counter = join(sandbox.folder, "count");
    const script = `const fs = require("fs"); const n = fs.existsSync("${counter}") ? Number(fs.readFileSync("${counter}")) + 1 : 1; fs.writeFileSync("${counter}", String(n));
      console.log(process.env.INPUT_A, process.env.VSTS_TASKVARIABLE_SEEN); console.log("##vso[task.settaskvariable variable=seen]" + n);
      if (n === 1) process.exit(2); console.log("##vso[task.complete result=" + (n < 4 ? "Failed" : "Succeeded") + "]");`;
    const step = await job.runTask({
      taskFolder: sandbox.task(script),
      inputs: { a: "in" },
      retryCountOnTaskFailure: 5,
    });
    assert.deepEqual([step.result, step.attempts, delays], ["Succeeded", 4, [1_000, 4_000, 9_000]]);
    assert.deepEqual(
      bodyOf(step).filter((line) => line.startsWith("in")),
      ["in undefined", "in 1", "in 2", "in 3"],
    );
    assert.equal(step.issues.filter(({ type }) => type === "warning").length, 3);
    assert.equal(readFileSync(counter, "utf8"), "4");
  });

  it("ends with the last failure, keeps a failed command across retries, and caps retries at ten", async () => {
    const job = sandbox.job({ sleep: async () => {} });
    const failing = await job.runTask({
      taskFolder: sandbox.task("process.exit(5)"),
      inputs: {},
      retryCountOnTaskFailure: 1,
    });
    assert.deepEqual([failing.result, failing.attempts, failing.exitCode], ["Failed", 2, 5]);
    const marker = join(sandbox.folder, "marker");
    const script = `const fs = require("fs"); if (!fs.existsSync("${marker}")) { fs.writeFileSync("${marker}", ""); console.log("##vso[task.nonsense]"); process.exit(1); }`;
    const command = await job.runTask({ taskFolder: sandbox.task(script), inputs: {}, retryCountOnTaskFailure: 1 });
    assert.deepEqual([command.result, command.attempts, command.exitCode], ["Failed", 2, 0]);
    const many = await job.runTask({
      taskFolder: sandbox.task("process.exit(1)"),
      inputs: {},
      retryCountOnTaskFailure: 99,
    });
    assert.equal(many.attempts, 11);
  });

  it("keeps the result of task.complete when it retries after an error", async () => {
    const marker = join(sandbox.folder, "marker");
    const script = (first: string) =>
      `const fs = require("fs"); if (!fs.existsSync("${marker}")) { fs.writeFileSync("${marker}", ""); ${first} }
       else { fs.rmSync("${marker}"); console.log("##vso[task.complete result=Succeeded]"); }`;
    const failed = 'console.log("##vso[task.complete result=Failed]");';
    const job = sandbox.job({ sleep: async () => {} });
    const attempt = (first: string) =>
      job.runTask({ taskFolder: sandbox.task(script(first)), inputs: {}, retryCountOnTaskFailure: 1 });
    assert.equal((await attempt(failed)).result, "Succeeded");
    assert.equal((await attempt(`${failed} process.exitCode = 1;`)).result, "Failed");
  });

  it("never retries after a timeout, nor after a cancellation during the wait", async () => {
    const late = await run(stayAlive, { timeoutMilliseconds: 150, retryCountOnTaskFailure: 3 });
    assert.equal(late.attempts, 1);
    const waiting = await run("process.exit(1)", { timeoutMilliseconds: 600, retryCountOnTaskFailure: 3 });
    assert.deepEqual([waiting.attempts, waiting.issues.at(-1)?.message], [1, "The task has timed out."]);
  });
});

async function assertEnds(pid: number): Promise<void> {
  assert.ok(pid > 0);
  for (let waited = 0; isAlive(pid); waited += 20) {
    assert.ok(waited < 3_000, `process ${pid} is still there`);
    await delay(20);
  }
}

// Signal 0 still finds a killed process until its parent has collected its exit status.
function isAlive(pid: number): boolean {
  if (existsSync("/proc/self/stat")) {
    return existsSync(`/proc/${pid}/stat`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
