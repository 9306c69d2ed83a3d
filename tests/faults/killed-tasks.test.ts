import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  type AzureDevOpsServer,
  fakeJobToken,
  startAzureDevOpsServer,
} from "../../tools/azure-devops-server/server.ts";
import { type ExalateNode, fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import { runBuiltTask, type TaskRunReport } from "../support/task-run.ts";
import { inPool } from "./pool.ts";
import { type Probe, withProbe } from "./process-probe.ts";
import { startRelay } from "./relay.ts";

/** The servers of a run. */
interface Servers {
  readonly node: ExalateNode;
  readonly other: ExalateNode;
  readonly azure: AzureDevOpsServer;
}

/** A task that is killed during its run. */
interface KilledTask {
  readonly name: string;
  readonly task: string;
  readonly arrange?: (servers: Servers) => void;
  readonly inputs: (servers: Servers) => Record<string, string>;
  /** Asserts the correct state after a run that was not killed. */
  readonly assertCorrect: (servers: Servers, report: TaskRunReport) => void;
  /** The minimum number of requests in a complete run. */
  readonly requests: number;
}

const name = "ado_to_jira";

const initiateInputs = ({ other }: Servers) => ({
  destinationUrl: other.url,
  localShortName: "ado",
  destinationShortName: "jira",
});

function pending({ node, other }: Servers): void {
  node.addConnection({ name, remoteUrl: other.url });
}

function assertOnePublished({ node }: Servers, { step }: TaskRunReport): void {
  const [connection, ...more] = node.connections();
  assert.ok(connection && more.length === 0, `${node.connections().length} connections`);
  assert.equal(connection.status, "PENDING");
  assert.equal(step.outputs.get("invitationCode")?.value, connection.invitationCode);
}

const group = "exalate";

function assertStored(servers: Servers, report: TaskRunReport): void {
  assertOnePublished(servers, report);
  const { variables } = servers.azure.group(1);
  assert.equal(variables.ExalateInvitationCode?.value, servers.node.connections()[0]?.invitationCode);
  assert.equal(variables.region?.value, "west", "another variable was lost");
}

const killedTasks: readonly KilledTask[] = [
  { name: "initiate", task: "ExalateInitiate", inputs: initiateInputs, assertCorrect: assertOnePublished, requests: 5 },
  {
    name: "initiate with a pending connection",
    task: "ExalateInitiate",
    arrange: pending,
    inputs: initiateInputs,
    assertCorrect: assertOnePublished,
    requests: 5,
  },
  {
    name: "initiate with replace",
    task: "ExalateInitiate",
    arrange: pending,
    inputs: (servers) => ({ ...initiateInputs(servers), ifExists: "replace" }),
    assertCorrect: assertOnePublished,
    requests: 7,
  },
  {
    name: "initiate and store in a variable group",
    task: "ExalateInitiate",
    arrange: ({ azure }) =>
      assert.equal(azure.addVariableGroup({ name: group, variables: { region: { value: "west" } } }), 1),
    inputs: (servers) => ({ ...initiateInputs(servers), storeIn: "variableGroup", variableGroup: group }),
    assertCorrect: assertStored,
    requests: 8,
  },
  {
    name: "accept",
    task: "ExalateAccept",
    arrange: ({ node, other }) => void other.addConnection({ name, remoteUrl: node.url }),
    inputs: ({ other }) => ({ invitationCode: other.connections()[0]?.invitationCode ?? "", project: "Fabrikam" }),
    assertCorrect: ({ node, other }) =>
      assert.deepEqual(
        [...node.connections(), ...other.connections()].map(({ status }) => status),
        ["ACTIVE", "ACTIVE"],
      ),
    requests: 3,
  },
  {
    name: "withdraw",
    task: "ExalateWithdraw",
    arrange: pending,
    inputs: () => ({ connectionName: name }),
    assertCorrect: ({ node }) => assert.deepEqual(node.connections(), []),
    requests: 3,
  },
];

/** The time of the kill: `done` is after the server completes the operation, but before its answer. */
type Moment = "done" | "answered";

/** The request at which the process is killed, counted from 1 over both servers, and the moment. */
interface KillPoint {
  readonly request: number;
  readonly moment: Moment;
}

/** Counts requests, and kills the process at the given point. */
class Killer {
  #done = 0;
  #answered = 0;
  isKilled = false;
  readonly #killPoint: KillPoint | undefined;
  readonly #probe: Probe;

  constructor(killPoint: KillPoint | undefined, probe: Probe) {
    this.#killPoint = killPoint;
    this.#probe = probe;
  }

  get requests(): number {
    return this.#answered;
  }

  async done(): Promise<void> {
    this.#done += 1;
    this.#killAt("done", this.#done);
  }

  answered(): void {
    this.#answered += 1;
    this.#killAt("answered", this.#answered);
  }

  #killAt(moment: Moment, request: number): void {
    if (this.#killPoint?.moment !== moment || this.#killPoint.request !== request) return;
    this.isKilled = true;
    this.#probe.kill();
  }
}

interface RunResult {
  readonly report: TaskRunReport;
  readonly requests: number;
  readonly isKilled: boolean;
}

/** Runs the task through relays, and kills it at the given point. */
function run(killedTask: KilledTask, servers: Servers, killPoint?: KillPoint): Promise<RunResult> {
  return withProbe(async (probe) => {
    const killer = new Killer(killPoint, probe);
    const [toNode, toAzure] = await Promise.all([
      startRelay(servers.node.url, killer),
      startRelay(servers.azure.collectionUrl, killer),
    ]);
    try {
      const collection = new URL(new URL(servers.azure.collectionUrl).pathname, toAzure.url).href;
      const report = await runBuiltTask({
        task: killedTask.task,
        handler: "Node20_1",
        inputs: killedTask.inputs(servers),
        url: toNode.url,
        parameters: { apitoken: fakeToken },
        job: { agentEnvironment: probe.environment, variables: jobVariables(collection) },
      });
      return { report, requests: killer.requests, isKilled: killer.isKilled };
    } finally {
      await Promise.all([toNode.close(), toAzure.close()]);
    }
  });
}

function jobVariables(collection: string) {
  return [
    { name: "System.TeamProject", value: "Fabrikam" },
    { name: "System.CollectionUri", value: collection },
    { name: "System.AccessToken", value: fakeJobToken, isSecret: true },
  ];
}

async function withServers<T>(killedTask: KilledTask, use: (servers: Servers) => Promise<T>): Promise<T> {
  const [node, other, azure] = await Promise.all([
    startExalateNode(),
    startExalateNode(),
    startAzureDevOpsServer({ onPremises: true }),
  ]);
  try {
    killedTask.arrange?.({ node, other, azure });
    return await use({ node, other, azure });
  } finally {
    await Promise.all([node.close(), other.close(), azure.close()]);
  }
}

/** The number of requests in a run that is not killed. */
function requestsOf(killedTask: KilledTask): Promise<number> {
  return withServers(killedTask, async (servers) => {
    const { report, requests } = await run(killedTask, servers);
    assert.equal(report.step.result, "Succeeded", report.step.log.join("\n"));
    killedTask.assertCorrect(servers, report);
    assert.ok(requests >= killedTask.requests, `${requests} requests`);
    return requests;
  });
}

/** Kills a run, runs the task again, and asserts the correct state. */
function killAndRerun(killedTask: KilledTask, killPoint: KillPoint): Promise<void> {
  return withServers(killedTask, async (servers) => {
    const killed = await run(killedTask, servers, killPoint);
    const what = `killed at request ${killPoint.request}, ${killPoint.moment}`;
    assert.ok(killed.isKilled, `${what}: there was no such request`);
    // After its last answer, a run can end before it is killed.
    if (killPoint.moment === "done") assert.equal(killed.report.step.exitCode, 137, what);
    assert.ok(servers.node.connections().length <= 1, what);
    const { report } = await run(killedTask, servers);
    assert.equal(report.step.result, "Succeeded", `${what}\n${report.step.log.join("\n")}`);
    killedTask.assertCorrect(servers, report);
  });
}

describe("A task that is killed and run again", function () {
  this.timeout(60_000);

  for (const killedTask of killedTasks) {
    it(`reaches the correct state after a kill at each request: ${killedTask.name}`, async () => {
      const requests = await requestsOf(killedTask);
      const numbers = Array.from({ length: requests }, (_, index) => index + 1);
      const moments: readonly Moment[] = ["done", "answered"];
      const killPoints = numbers.flatMap((request) => moments.map((moment) => ({ request, moment })));
      await inPool(killPoints, 4, (killPoint) => killAndRerun(killedTask, killPoint));
      console.log(`      killed ${killPoints.length} times: ${killedTask.name}`);
    });
  }
});
