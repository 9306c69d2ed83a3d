import { Failure } from "../../src/core/failure.ts";
import {
  type ExalateNode,
  type ExalateNodeOptions,
  type Fault,
  fakeToken,
  type PlannedNodeFault,
  startExalateNode,
} from "../../tools/exalate-node/node.ts";
import { assertClean, type SecretsByName } from "../support/secret-scan.ts";
import { type CommandRun, connectionName, type Nodes } from "./command-runs.ts";
import type { FaultContext } from "./common-faults.ts";
import { startForeignHost } from "./foreign-host.ts";
import { type RealPorts, withClient } from "./real-client.ts";

/** One case of the fault matrix: a run of a command in which one operation has one fault. */
export interface FaultCase {
  readonly commandRun: CommandRun;
  readonly operation: PlannedNodeFault["operation"];
  readonly fault: (context: FaultContext) => Fault;
  /** The number of requests with the fault. The default is all. */
  readonly times?: number;
  /** The timeout of a request, in milliseconds. */
  readonly requestMilliseconds: number;
  /** The options of the node. */
  readonly node?: ExalateNodeOptions;
}

/** The result of a fault case. */
export interface FaultCaseResult {
  /** The result of the run and the number of connections on the node, for example `ok 1` or `EXA402 0`. */
  readonly outcome: string;
  /** The result of the same run without the fault, in the same format. */
  readonly again: string;
  /** The duration of the run in milliseconds, measured and with the skipped waits. */
  readonly measured: number;
  readonly withWaits: number;
  readonly waits: readonly number[];
  /** The number of requests to a host other than the node. */
  readonly foreignRequests: number;
}

/** Runs a case on new nodes: the command with the fault, then again without. Asserts that no secret is visible. */
export async function runFaultCase(faultCase: FaultCase): Promise<FaultCaseResult> {
  const foreignHost = await startForeignHost();
  const [node, other] = await Promise.all([startExalateNode(faultCase.node), startExalateNode()]);
  const nodes = { node, other };
  try {
    faultCase.commandRun.arrange(nodes);
    const { operation, times } = faultCase;
    const fault = faultCase.fault({ foreignUrl: foreignHost.url });
    node.misbehave({ operation, fault, ...(times === undefined ? {} : { times }) });
    const first = await runOnce(faultCase, nodes);
    node.behave();
    const second = await runOnce({ ...faultCase, requestMilliseconds: 10_000 }, nodes);
    return { ...first, again: second.outcome, foreignRequests: foreignHost.requests() };
  } finally {
    await Promise.all([node.close(), other.close(), foreignHost.close()]);
  }
}

async function runOnce({ commandRun, requestMilliseconds }: FaultCase, nodes: Nodes) {
  const started = performance.now();
  return withClient(nodes.node.url, requestMilliseconds, async (ports) => {
    const startedWithWaits = ports.clock.now();
    const failure = await failureOf(() => commandRun.run(nodes, ports));
    assertNoSecretShown(nodes.node, ports, failure?.message ?? "");
    return {
      outcome: `${failure?.code ?? "ok"} ${countOf(nodes.node)}`,
      measured: performance.now() - started,
      withWaits: ports.clock.now() - startedWithWaits,
      waits: ports.clock.waits,
    };
  });
}

/** The number of connections with the name that all command runs use. */
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

/** Checks the texts as the code writes them, because the fake agent does not redact. */
function assertNoSecretShown(node: ExalateNode, { agent }: RealPorts, message: string): void {
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
