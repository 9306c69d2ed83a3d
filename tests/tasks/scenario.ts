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

/** One run of a task: the state of the nodes, and the differences from the simplest step. */
export interface Scenario {
  /** Also the name of the snapshot file. */
  readonly name: string;
  readonly node?: ExalateNodeOptions;
  readonly destination?: ExalateNodeOptions;
  /** Prepares the nodes. */
  readonly arrange?: (nodes: Nodes) => void;
  /** Inputs in addition to those of the simplest step. An empty text removes an input. */
  readonly inputs?: (nodes: Nodes) => Record<string, string> | Promise<Record<string, string>>;
  /** Changes to the service connection, which has the node's URL and a valid token. */
  readonly connection?: (nodes: Nodes) => Partial<Pick<TaskRun, "url" | "scheme" | "parameters" | "data">>;
  /** Pipeline variables in addition to those of every job. */
  readonly variables?: readonly JobVariable[];
  /** Secrets in the inputs or the connection that must not be shown. */
  readonly secrets?: SecretsByName;
  /** The code of the expected failure. Not set when the run succeeds. */
  readonly failure?: string;
  /** The number of connections on the node after the run. The default is 1. */
  readonly connections?: number;
}

/** The scenarios with 0 connections after the run as the default. */
export function withoutConnections(refusals: readonly Scenario[]): Scenario[] {
  return refusals.map((scenario) => ({ connections: 0, ...scenario }));
}

/** The scenarios of one task. To add one, copy a similar one, run it, check its log, and write its snapshot. */
export interface TaskScenarios {
  readonly task: string;
  /** The inputs of the simplest step. Called after the nodes are prepared. */
  readonly simplestInputs: (nodes: Nodes) => Record<string, string>;
  readonly scenarios: readonly Scenario[];
}

/** The path of the snapshot file of a scenario. */
export function snapshotFile({ task }: TaskScenarios, { name }: Scenario): string {
  const folder = task.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return fileURLToPath(new URL(`./${folder}/snapshots/${name}.snapshot`, import.meta.url));
}

/** The result of a scenario, before its nodes are closed. */
export interface ScenarioRun {
  readonly report: TaskRunReport;
  readonly nodes: Nodes;
  readonly secrets: SecretsByName;
}

/** Starts the scenario's nodes, runs the built task against them, and passes the result to `check`. */
export async function runScenario(
  of: TaskScenarios,
  scenario: Scenario,
  { handler, ...job }: { handler: NodeRunner } & Pick<JobOptions, "debug" | "node">,
  check: (run: ScenarioRun) => void,
): Promise<void> {
  const node = await startExalateNode(scenario.node);
  const destination = await startExalateNode(scenario.destination);
  const nodes = { node, destination };
  try {
    scenario.arrange?.(nodes);
    const connection = { url: node.url, parameters: { apitoken: fakeToken }, ...scenario.connection?.(nodes) };
    const inputs = { ...of.simplestInputs(nodes), ...(await scenario.inputs?.(nodes)) };
    const variables = scenario.variables ? { variables: [...jobVariables, ...scenario.variables] } : {};
    const report = await runBuiltTask({ task: of.task, handler, inputs, ...connection, job: { ...job, ...variables } });
    check({ report, nodes, secrets: { ...secretsOf(nodes, connection.parameters), ...scenario.secrets } });
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

/** The code, and its base64 form in a variable, which is a secret too. */
function codeForms(code: string, index: number): [string, string][] {
  const inVariable = `base64:${Buffer.from(code.trim()).toString("base64")}`;
  return [
    [`code ${index + 1}`, code],
    [`code ${index + 1} in a variable`, inVariable],
  ];
}

/** Asserts that no secret is visible, and that no logging command from a node was executed. */
export function assertNoSecretShown({ report, nodes, secrets }: ScenarioRun): void {
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
  assert.equal(job.variables.get("stolen"), undefined, "a command from the node was executed");
}

/** Asserts that the run has the result of the scenario, with at most one error. */
export function assertResult({ failure, connections = 1 }: Scenario, { report: { step }, nodes }: ScenarioRun): void {
  assert.equal(step.exitCode, 0, step.raw.map(({ text }) => text).join("\n"));
  assert.equal(step.result, failure === undefined ? "Succeeded" : "Failed", step.log.join("\n"));
  const errors = step.issues.filter(({ type }) => type === "error");
  assert.deepEqual(
    errors.map(({ message }) => message.slice(0, 7)),
    failure ? [`${failure}:`] : [],
  );
  assert.equal(nodes.node.connections().length, connections);
}
