import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, it } from "mocha";
import { type NodeRunner, PipelineError } from "../../tools/local-agent/agent.ts";
import { bodyOf, Sandbox } from "./sandbox.ts";

const packaged = {
  node20_1: fileURLToPath(new URL("../../node_modules/node20/bin/node", import.meta.url)),
  node24: fileURLToPath(new URL("../../node_modules/node24/bin/node", import.meta.url)),
};
const target = { target: "index.js" };
const both = { execution: { Node20_1: target, Node24: target } };
const reportVersion = "console.log(process.versions.node.split('.')[0])";

describe("local agent: handler", () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => sandbox.dispose());

  const majorFor = async (
    definition: Record<string, unknown>,
    options: { variable?: string; handler?: NodeRunner } = {},
  ) => {
    const variables = options.variable === undefined ? [] : [{ name: options.variable, value: "true" }];
    const taskFolder = sandbox.task(reportVersion, definition);
    const handler = options.handler === undefined ? {} : { handler: options.handler };
    const step = await sandbox.job({ node: packaged, variables }).runTask({ taskFolder, inputs: {}, ...handler });
    return bodyOf(step)[0];
  };

  it("runs a Node24 handler on Node 20 unless the knob is on, and any forced one", async function () {
    if (!existsSync(packaged.node20_1) || !existsSync(packaged.node24)) this.skip();
    assert.equal(await majorFor(both), "20");
    assert.equal(await majorFor({ execution: { Node24: target } }), "20");
    assert.equal(await majorFor(both, { variable: "AGENT_USE_NODE24_WITH_HANDLER_DATA" }), "24");
    assert.equal(await majorFor(both, { variable: "DistributedTask.Agent.UseNode24withHandlerData" }), "24");
    assert.equal(
      await majorFor({ execution: { Node20_1: target } }, { variable: "AGENT_USE_NODE24_WITH_HANDLER_DATA" }),
      "20",
    );
    assert.equal(await majorFor({ execution: { Node20_1: target } }, { variable: "AGENT_USE_NODE24" }), "24");
    assert.equal(await majorFor(both, { handler: "Node24" }), "24");
    assert.equal(await majorFor(both, { handler: "Node20_1", variable: "AGENT_USE_NODE24" }), "20");
  });

  it("uses the script of the handler with the lowest priority number", async () => {
    const execution = { Node20_1: target, Node24: { target: "other.js" } };
    const step = await sandbox.job().runTask({ taskFolder: sandbox.task("", { execution }), inputs: {} });
    assert.match(step.issues[0]?.message ?? "", /"other\.js" is not a file of the task/);
  });

  it("ignores unknown handlers and fails when there is no other", async () => {
    const future = await sandbox.print(sandbox.job(), ["ran"], { execution: { Node99: target, Node20_1: target } });
    assert.deepEqual(bodyOf(future), ["ran"]);
    const none = await sandbox.print(sandbox.job(), ["ran"], { execution: { Node99: target } });
    assert.equal(none.result, "Failed");
    assert.match(none.issues[0]?.message ?? "", /supported task execution handler was not found/);
    const old = await sandbox.print(sandbox.job(), ["ran"], { execution: { Node16: target } });
    assert.match(old.issues[0]?.message ?? "", /requires Node16/);
  });

  it("names the missing binary", async () => {
    const taskFolder = sandbox.task("", both);
    const absent = await sandbox.job({ node: { node20_1: "/no/such/node" } }).runTask({ taskFolder, inputs: {} });
    assert.match(absent.issues[0]?.message ?? "", /does not exist in the agent filesystem\. Path: \/no\/such\/node/);
    const ungiven = await sandbox.job({ node: {} }).runTask({ taskFolder, inputs: {}, handler: "Node24" });
    assert.match(ungiven.issues[0]?.message ?? "", /no Node24 binary given/);
    assert.deepEqual([ungiven.result, ungiven.node], ["Failed", undefined]);
  });

  it("uses the working directory of the handler", async () => {
    const execution = { Node20_1: { ...target, workingDirectory: "sub" } };
    const step = await sandbox
      .job()
      .runTask({ taskFolder: sandbox.task("console.log(process.cwd())", { execution }), inputs: {} });
    assert.match(bodyOf(step)[0] ?? "", /[\\/]s[\\/]sub$/);
  });

  it("refuses an agentless task, and a folder without task.json", async () => {
    const taskFolder = sandbox.task("", { runsOn: ["Server", "ServerGate"] });
    await assert.rejects(sandbox.job().runTask({ taskFolder, inputs: {} }), (error) => error instanceof PipelineError);
    await assert.rejects(sandbox.job().runTask({ taskFolder: sandbox.folder, inputs: {} }), /ENOENT/);
    const onAgent = await sandbox.print(sandbox.job(), ["ran"], { runsOn: ["Agent", "DeploymentGroup"] });
    assert.equal(onAgent.result, "Succeeded");
  });
});
