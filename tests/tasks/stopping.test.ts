import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, it } from "mocha";
import { type ExalateNode, fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import { builtTask, connectionId, runBuiltTask, type TaskRun } from "../support/task-run.ts";
import { agentTasks } from "../support/tasks.ts";

/** Runs a task against a node, and cancels the job after a request to `path`. Returns the time until the end. */
async function stopped(node: ExalateNode, path: RegExp, run: Pick<TaskRun, "task" | "inputs">) {
  const stopping = new AbortController();
  const connection = { url: node.url, parameters: { apitoken: fakeToken } };
  const running = runBuiltTask({ handler: "Node20_1", signal: stopping.signal, ...connection, ...run });
  while (!node.requests.some((request) => path.test(`${request.method} ${request.path}`))) await pause(20);
  await pause(100);
  const started = performance.now();
  stopping.abort();
  const { step } = await running;
  return { step, log: step.log.join("\n"), milliseconds: performance.now() - started };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function withNode(use: (node: ExalateNode) => Promise<void>): Promise<void> {
  const node = await startExalateNode();
  try {
    await use(node);
  } finally {
    await node.close();
  }
}

const initiating = {
  task: "ExalateInitiate",
  inputs: { destinationUrl: "https://jira.fabrikam.com", localShortName: "ado", destinationShortName: "jira" },
};

describe("A canceled step", () => {
  it("ends immediately while it waits for a status, and reports the last status", () =>
    withNode(async (node) => {
      node.addConnection({ name: "ado_to_jira", remoteUrl: "https://jira.fabrikam.com" });
      const waiting = { task: "ExalateStatus", inputs: { connectionName: "ado_to_jira", timeoutMinutes: "60" } };
      const { step, log, milliseconds } = await stopped(node, /GET .*connections/, waiting);
      assert.equal(step.result, "Canceled");
      assert.match(log, /##\[error\]EXA900: The step was stopped\. Nothing was changed\. Last seen: .*PENDING\./);
      assert.ok(!log.includes("##[error]EXA310"), log);
      assert.ok(milliseconds < 4000, `${milliseconds} ms`);
    }));

  it("ends immediately while a node does not answer, and says what can have happened", () =>
    withNode(async (node) => {
      node.misbehave({ operation: "describeDestination", fault: { kind: "status", status: 404 } });
      node.misbehave({ operation: "initiateConnection", fault: { kind: "hang", after: true } });
      const { step, log, milliseconds } = await stopped(node, /POST .*connections/, initiating);
      assert.equal(step.result, "Canceled");
      assert.match(log, /EXA900: The step was stopped\. The connection "ado_to_jira" on \S+ may have been initiated/);
      assert.match(log, /Running the step again continues with it/);
      assert.equal(node.connections().length, 1);
      assert.ok(milliseconds < 4000, `${milliseconds} ms`);
    }));

  it("fails when it is stopped while a passphrase keeps it busy", () =>
    withNode(async (node) => {
      const inputs = { ...initiating.inputs, private: "true", destinationUrl: "" };
      const encrypting = { task: "ExalateInitiate", inputs: { ...inputs, passphrase: "saddle-orbit-canyon-velvet-7" } };
      const { step, log } = await stopped(node, /POST .*connections/, encrypting);
      assert.equal(step.result, "Canceled");
      assert.match(log, /EXA900: The step was stopped\. The connection "ado_to_jira" on \S+ is PENDING/);
    }));

  it("says that nothing was changed before the first change", () =>
    withNode(async (node) => {
      node.misbehave({ operation: "authenticate", fault: { kind: "hang" } });
      const { log, milliseconds } = await stopped(node, /POST .*authenticate/, initiating);
      assert.match(log, /EXA900: The step was stopped\. Nothing was changed\./);
      assert.ok(milliseconds < 4000, `${milliseconds} ms`);
    }));
});

/** The child processes of this process. They include a task on the local agent. */
function childProcesses(): number[] {
  const threads = readdirSync("/proc/self/task");
  return threads.flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
}

/** Runs a task, and sends its process a signal after a request to `path`, as in a shutdown of the machine. */
async function signaled(
  node: ExalateNode,
  path: RegExp,
  signal: NodeJS.Signals,
  run: Pick<TaskRun, "task" | "inputs">,
) {
  const others = new Set(childProcesses());
  const connection = { url: node.url, parameters: { apitoken: fakeToken } };
  const running = runBuiltTask({ handler: "Node20_1", ...connection, ...run });
  while (!node.requests.some((request) => path.test(`${request.method} ${request.path}`))) await pause(20);
  await pause(100);
  for (const child of childProcesses()) if (!others.has(child)) process.kill(child, signal);
  return (await running).step;
}

describe("A step stopped by something other than the agent", () => {
  before(function () {
    // Only Linux lists the child processes in /proc.
    if (process.platform !== "linux") this.skip();
  });

  const waiting = { connectionName: "ado_to_jira", timeoutMinutes: "60" };
  const cases: [task: string, path: RegExp, inputs: Record<string, string>][] = [
    ["ExalateStatus", /GET .*connections/, waiting],
    ["ExalateInitiate", /POST .*connections/, initiating.inputs],
    ["ExalateAccept", /POST .*connections/, { invitationCode: "a-code-of-a-partner", project: "Fabrikam" }],
    ["ExalateWithdraw", /DELETE .*connections/, { connectionName: "ado_to_jira" }],
  ];
  it("is tested for each task", () => assert.deepEqual(cases.map(([task]) => task).sort(), [...agentTasks].sort()));

  for (const [task, path, inputs] of cases) {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      it(`fails in ${task} on ${signal}`, () =>
        withNode(async (node) => {
          if (task !== "ExalateInitiate")
            node.addConnection({ name: "ado_to_jira", remoteUrl: "https://jira.contoso.com" });
          for (const operation of ["initiateConnection", "acceptInvitation", "deleteConnection"] as const) {
            node.misbehave({ operation, fault: { kind: "hang" } });
          }
          node.misbehave({ operation: "describeDestination", fault: { kind: "status", status: 404 } });
          const step = await signaled(node, path, signal, { task, inputs });
          assert.equal(step.result, "Failed");
          assert.match(step.issues.map(({ message }) => message).join("\n"), /^EXA900: The step was stopped\./);
        }));
    }
  }
});

describe("A step without its agent", () => {
  it("ends on its own because its output has no reader", () =>
    withNode(async (node) => {
      node.addConnection({ name: "ado_to_jira", remoteUrl: "https://jira.fabrikam.com" });
      const folder = mkdtempSync(join(tmpdir(), "exalate-gone-"));
      const env = {
        SYSTEM_DEBUG: "true",
        AGENT_TEMPDIRECTORY: folder,
        INPUT_EXALATECONNECTION: connectionId,
        INPUT_CONNECTIONNAME: "ado_to_jira",
        INPUT_TIMEOUTMINUTES: "5",
        INPUT_POLLSECONDS: "1",
        [`ENDPOINT_URL_${connectionId}`]: node.url,
        [`ENDPOINT_AUTH_SCHEME_${connectionId}`]: "Token",
        [`ENDPOINT_AUTH_PARAMETER_${connectionId}_APITOKEN`]: fakeToken,
      };
      const child = spawn(process.execPath, [builtTask("ExalateStatus")], { env, stdio: ["ignore", "pipe", "pipe"] });
      try {
        const ended = once(child, "exit");
        await once(child.stdout, "data");
        child.stdout.destroy();
        child.stderr.destroy();
        const tooLong = pause(10_000).then(() => ["still runs"]);
        assert.deepEqual((await Promise.race([ended, tooLong]))[0], 1);
      } finally {
        child.kill("SIGKILL");
        rmSync(folder, { recursive: true, force: true });
      }
    }));
});
