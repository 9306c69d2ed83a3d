import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import {
  type ExalateNode,
  type ExalateNodeOptions,
  fakeToken,
  startExalateNode,
} from "../../tools/exalate-node/node.ts";
import type { JobOptions, JobVariable, NodeRunner } from "../../tools/local-agent/agent.ts";
import { assertClean, assertRawOutputClean, type SecretsByName } from "../support/secret-scan.ts";
import { jobVariables, runBuiltTask, type TaskRun, type TaskRunReport } from "../support/task-run.ts";

/** The two nodes of a scenario. */
export interface Nodes {
  /** The node of the service connection. */
  readonly node: ExalateNode;
  readonly destination: ExalateNode;
}

/** One run of a task: how the nodes stand, and what differs from the simplest step. */
export interface Scenario {
  /** Also the name of its snapshot. */
  readonly name: string;
  readonly node?: ExalateNodeOptions;
  readonly destination?: ExalateNodeOptions;
  /** Prepares the nodes. */
  readonly arrange?: (nodes: Nodes) => void;
  /** Inputs over those of the simplest step; an empty text takes one away. */
  readonly inputs?: (nodes: Nodes) => Record<string, string>;
  /** The service connection, over one with the node's URL and a good token. */
  readonly connection?: (nodes: Nodes) => Partial<Pick<TaskRun, "url" | "scheme" | "parameters" | "data">>;
  /** Variables of the pipeline, beside those that every job has. */
  readonly variables?: readonly JobVariable[];
  /** The code of the failure it ends in; absent when it succeeds. */
  readonly failure?: string;
  /** How many connections the node has in the end; 1 unless given. */
  readonly connections?: number;
}

/** Refusals after which the node has no connection. */
export function leavingNothing(refusals: readonly Scenario[]): Scenario[] {
  return refusals.map((scenario) => ({ connections: 0, ...scenario }));
}

/** The scenarios of one task. To add one, copy the nearest, run it, look at its log, and pin it. */
export interface TaskScenarios {
  readonly task: string;
  /** The inputs of the simplest step; asked for after the nodes are arranged. */
  readonly simplestInputs: (nodes: Nodes) => Record<string, string>;
  readonly scenarios: readonly Scenario[];
}

/** Where what a scenario prints is pinned. */
export function snapshotFile({ task }: TaskScenarios, { name }: Scenario): string {
  const folder = task.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return fileURLToPath(new URL(`./${folder}/snapshots/${name}.snapshot`, import.meta.url));
}

/** A scenario that was played, before its nodes are closed. */
export interface Played {
  readonly report: TaskRunReport;
  readonly nodes: Nodes;
  readonly secrets: SecretsByName;
}

/** Starts the scenario's nodes, runs the built task against them, and hands what happened to `look`. */
export async function play(
  of: TaskScenarios,
  scenario: Scenario,
  { handler, ...job }: { handler: NodeRunner } & Pick<JobOptions, "debug" | "node">,
  look: (played: Played) => void,
): Promise<void> {
  const node = await startExalateNode(scenario.node);
  const destination = await startExalateNode(scenario.destination);
  const nodes = { node, destination };
  try {
    scenario.arrange?.(nodes);
    const connection = { url: node.url, parameters: { apitoken: fakeToken }, ...scenario.connection?.(nodes) };
    const inputs = { ...of.simplestInputs(nodes), ...scenario.inputs?.(nodes) };
    const variables = scenario.variables ? { variables: [...jobVariables, ...scenario.variables] } : {};
    const report = await runBuiltTask({ task: of.task, handler, inputs, ...connection, job: { ...job, ...variables } });
    look({ report, nodes, secrets: secretsOf(nodes, connection.parameters) });
  } finally {
    await Promise.all([node.close(), destination.close()]);
  }
}

function secretsOf({ node, destination }: Nodes, parameters: Readonly<Record<string, string>>): SecretsByName {
  const { username: _, ...confidential } = parameters;
  const credentials = Object.entries(confidential).filter(([, value]) => value !== "");
  const sessions = node.sessionTokens().map((token, index) => [`session ${index + 1}`, token]);
  const codes = [...node.connections(), ...destination.connections()].map(({ invitationCode }) => invitationCode);
  return Object.fromEntries([...[...new Set(codes)].flatMap(codeForms), ...credentials, ...sessions]);
}

/** The variable's value is a secret too, where it is not the code itself. */
function codeForms(code: string, index: number): [string, string][] {
  const inVariable = `base64:${Buffer.from(code.trim()).toString("base64")}`;
  return [
    [`code ${index + 1}`, code],
    [`code ${index + 1} in a variable`, inVariable],
  ];
}

/** Asserts that no secret shows anywhere, and that no command of a node was obeyed. */
export function assertNothingShows({ report, nodes, secrets }: Played): void {
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

/** Asserts that the run ended as the scenario says, with one error at most. */
export function assertResult({ failure, connections = 1 }: Scenario, { report: { step }, nodes }: Played): void {
  assert.equal(step.exitCode, 0);
  assert.equal(step.result, failure === undefined ? "Succeeded" : "Failed", step.log.join("\n"));
  const errors = step.issues.filter(({ type }) => type === "error");
  assert.deepEqual(
    errors.map(({ message }) => message.slice(0, 7)),
    failure ? [`${failure}:`] : [],
  );
  assert.equal(nodes.node.connections().length, connections);
}
