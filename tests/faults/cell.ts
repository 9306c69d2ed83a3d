import { Failure } from "../../src/core/failure.ts";
import {
  type ExalateNode,
  type ExalateNodeOptions,
  type Fault,
  fakeToken,
  type Misbehaviour,
  startExalateNode,
} from "../../tools/exalate-node/node.ts";
import { assertClean, type SecretsByName } from "../support/secret-scan.ts";
import type { FaultContext } from "./common-faults.ts";
import { connectionName, type Journey, type Nodes } from "./journeys.ts";
import { type RealPorts, withClient } from "./real-client.ts";
import { startStranger } from "./stranger.ts";

/** One cell of a matrix: a journey on which one operation meets one fault. */
export interface Cell {
  readonly journey: Journey;
  readonly operation: Misbehaviour["operation"];
  readonly fault: (context: FaultContext) => Fault;
  /** For how many requests; for all unless given. */
  readonly times?: number;
  /** How long a request may take, in milliseconds. */
  readonly requestMilliseconds: number;
  /** How the node is set up. */
  readonly node?: ExalateNodeOptions;
}

/** What came of a cell. */
export interface CellResult {
  /** `ok 1` or `EXA402 0`: how the run ended, and how many connections the node had then. */
  readonly outcome: string;
  /** How the same run ended once the node behaved, in the same words. */
  readonly again: string;
  /** What the run took, in milliseconds: measured, and with the waits that were skipped. */
  readonly measured: number;
  readonly withWaits: number;
  readonly waits: readonly number[];
  /** How many requests reached the host that is not the node. */
  readonly strayed: number;
}

/** Runs a cell on nodes of its own: the journey with the fault, then again without. Asserts that nothing leaks. */
export async function runCell(cell: Cell): Promise<CellResult> {
  const stranger = await startStranger();
  const [node, other] = await Promise.all([startExalateNode(cell.node), startExalateNode()]);
  const nodes = { node, other };
  try {
    cell.journey.arrange(nodes);
    const { operation, times } = cell;
    const fault = cell.fault({ strangerUrl: stranger.url });
    node.misbehave({ operation, fault, ...(times === undefined ? {} : { times }) });
    const first = await runOnce(cell, nodes);
    node.behave();
    const second = await runOnce({ ...cell, requestMilliseconds: 10_000 }, nodes);
    return { ...first, again: second.outcome, strayed: stranger.requests() };
  } finally {
    await Promise.all([node.close(), other.close(), stranger.close()]);
  }
}

async function runOnce({ journey, requestMilliseconds }: Cell, nodes: Nodes) {
  const started = performance.now();
  return withClient(nodes.node.url, requestMilliseconds, async (ports) => {
    const startedWithWaits = ports.clock.now();
    const failure = await failureOf(() => journey.run(nodes, ports));
    assertNothingTold(nodes.node, ports, failure?.message ?? "");
    return {
      outcome: `${failure?.code ?? "ok"} ${countOf(nodes.node)}`,
      measured: performance.now() - started,
      withWaits: ports.clock.now() - startedWithWaits,
      waits: ports.clock.waits,
    };
  });
}

/** Of the name that all journeys use. */
function countOf(node: ExalateNode): number {
  return node.connections().filter(({ name }) => name === connectionName).length;
}

async function failureOf(work: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** The agent in memory redacts nothing by itself, so that this is what the code says of its own accord. */
function assertNothingTold(node: ExalateNode, { agent }: RealPorts, message: string): void {
  const secrets = secretsOf(node);
  assertClean("message", message, secrets);
  assertClean("log", agent.events.join("\n"), secrets);
  for (const summary of agent.summaries) assertClean("summary", summary, secrets);
  for (const { path } of node.requests) assertClean("URL", path, secrets);
}

function secretsOf(node: ExalateNode): SecretsByName {
  const codes = node.connections().map(({ invitationCode }, index) => [`code ${index}`, invitationCode]);
  const sessions = node.sessionTokens().map((token, index) => [`session ${index}`, token]);
  return Object.fromEntries([["token", fakeToken], ...codes, ...sessions]);
}
