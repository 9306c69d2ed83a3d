import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { startExalateNode } from "../../../tools/exalate-node/node.ts";
import type { NodeRunner } from "../../../tools/local-agent/agent.ts";
import { assertClean, assertRawOutputClean, type SecretsByName } from "../../support/secret-scan.ts";
import { assertSnapshot } from "../../support/snapshot.ts";
import { runBuiltTask, type TaskRunReport } from "../../support/task-run.ts";
import { goodConnection, type Nodes, type Scenario, scenarios, simplestInputs } from "./scenarios.ts";
import { transcriptOf } from "./transcript.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

interface Played {
  readonly report: TaskRunReport;
  readonly nodes: Nodes;
  readonly secrets: SecretsByName;
}

/** Starts the scenario's nodes, runs the built task against them, and hands what happened to `look`. */
async function play(
  scenario: Scenario,
  handler: NodeRunner,
  look: (played: Played) => void | Promise<void>,
  debug = false,
) {
  const node = await startExalateNode(scenario.node);
  const destination = await startExalateNode(scenario.destination);
  const nodes = { node, destination };
  try {
    scenario.arrange?.(nodes);
    const connection = { ...goodConnection(nodes), ...scenario.connection?.(nodes) };
    const inputs = { ...simplestInputs(nodes), ...scenario.inputs?.(nodes) };
    const report = await runBuiltTask({ task: "ExalateInitiate", handler, inputs, ...connection, job: { debug } });
    await look({ report, nodes, secrets: secretsOf(nodes, connection.parameters) });
  } finally {
    await Promise.all([node.close(), destination.close()]);
  }
}

function secretsOf({ node }: Nodes, parameters: Readonly<Record<string, string>>): SecretsByName {
  const { username: _, ...confidential } = parameters;
  const credentials = Object.entries(confidential).filter(([, value]) => value !== "");
  const sessions = node.sessionTokens().map((token, index) => [`session ${index + 1}`, token]);
  const codes = node.connections().flatMap(({ invitationCode }, index) => codeForms(invitationCode, index + 1));
  return Object.fromEntries([...codes, ...credentials, ...sessions]);
}

/** The variable's value is a secret too, where it is not the code itself. */
function codeForms(code: string, number: number): [string, string][] {
  const inVariable = `base64:${Buffer.from(code.trim()).toString("base64")}`;
  return [
    [`code ${number}`, code],
    [`code ${number} in a variable`, inVariable],
  ];
}

function assertNothingShows({ report, nodes, secrets }: Played): void {
  const { step, job, files } = report;
  assertRawOutputClean(
    step.raw.map(({ text }) => text),
    secrets,
  );
  assertClean("log", step.log.join("\n"), secrets);
  assertClean("issues", JSON.stringify(step.issues), secrets);
  assertClean("operations", step.operations.join("\n"), secrets);
  for (const file of files) assertClean("file", file, secrets);
  for (const { content } of step.summaries) assertClean("summary", content, secrets);
  for (const { path } of [...nodes.node.requests, ...nodes.destination.requests]) assertClean("URL", path, secrets);
  assert.equal(job.variables.get("stolen"), undefined, "a command of the node was obeyed");
}

function assertResult({ failure, connections = 1 }: Scenario, { report: { step }, nodes }: Played): void {
  assert.equal(step.exitCode, 0);
  assert.equal(step.result, failure === undefined ? "Succeeded" : "Failed", step.log.join("\n"));
  assert.deepEqual(
    step.issues.filter(({ type }) => type === "error").map(({ message }) => message.slice(0, 7)),
    failure ? [`${failure}:`] : [],
  );
  assert.equal(nodes.node.connections().length, connections);
}

for (const [handler, folder] of [
  ["Node20_1", "node20"],
  ["Node24", "node24"],
] as const) {
  const missing = existsSync(`${root}/node_modules/${folder}/bin/node`)
    ? ""
    : " (skipped: npm has no such Node for this machine)";
  describe(`ExalateInitiate@1 on ${handler}${missing}`, () => {
    for (const scenario of missing ? [] : scenarios) {
      it(scenario.name, () =>
        play(scenario, handler, (played) => {
          assertResult(scenario, played);
          assertNothingShows(played);
          const file = fileURLToPath(new URL(`./snapshots/${scenario.name}.snapshot`, import.meta.url));
          assertSnapshot(file, transcriptOf(played.report, played.nodes, played.secrets));
        }),
      );
    }
    if (missing) it.skip("all scenarios");
  });
}

describe("ExalateInitiate@1 with System.Debug", () => {
  for (const scenario of scenarios) {
    it(`shows nothing in ${scenario.name}`, () => play(scenario, "Node20_1", assertNothingShows, true));
  }
});
