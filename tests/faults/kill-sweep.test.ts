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
import { type Probe, withProbe } from "./probed.ts";
import { startRelay } from "./relay.ts";

/** The servers of a run. */
interface Servers {
  readonly node: ExalateNode;
  readonly other: ExalateNode;
  readonly azure: AzureDevOpsServer;
}

/** A task to be killed in the middle. */
interface Victim {
  readonly name: string;
  readonly task: string;
  readonly arrange?: (servers: Servers) => void;
  readonly inputs: (servers: Servers) => Record<string, string>;
  /** Asserts that a run that nobody killed left everything right. */
  readonly assertRight: (servers: Servers, report: TaskRunReport) => void;
  /** Least number of requests that a whole run makes. */
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
  assert.equal(variables.region?.value, "west", "a variable of others was lost");
}

const victims: readonly Victim[] = [
  { name: "initiate", task: "ExalateInitiate", inputs: initiateInputs, assertRight: assertOnePublished, requests: 5 },
  {
    name: "initiate where one is pending",
    task: "ExalateInitiate",
    arrange: pending,
    inputs: initiateInputs,
    assertRight: assertOnePublished,
    requests: 5,
  },
  {
    name: "initiate with replace",
    task: "ExalateInitiate",
    arrange: pending,
    inputs: (servers) => ({ ...initiateInputs(servers), ifExists: "replace" }),
    assertRight: assertOnePublished,
    requests: 7,
  },
  {
    name: "initiate and store in a variable group",
    task: "ExalateInitiate",
    arrange: ({ azure }) =>
      assert.equal(azure.addVariableGroup({ name: group, variables: { region: { value: "west" } } }), 1),
    inputs: (servers) => ({ ...initiateInputs(servers), storeIn: "variableGroup", variableGroup: group }),
    assertRight: assertStored,
    requests: 8,
  },
  {
    name: "accept",
    task: "ExalateAccept",
    arrange: ({ node, other }) => void other.addConnection({ name, remoteUrl: node.url }),
    inputs: ({ other }) => ({ invitationCode: other.connections()[0]?.invitationCode ?? "", project: "Fabrikam" }),
    assertRight: ({ node, other }) =>
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
    assertRight: ({ node }) => assert.deepEqual(node.connections(), []),
    requests: 3,
  },
];

/** When the process is killed: `done` is after the server's work and before its answer. */
type Moment = "done" | "answered";

/** Kills at one moment of one request, counted over both servers from 1; at none when undefined. */
interface Blow {
  readonly request: number;
  readonly moment: Moment;
}

/** Counts requests, and strikes at the one that it is told. */
class Executioner {
  #done = 0;
  #answered = 0;
  struck = false;
  readonly #blow: Blow | undefined;
  readonly #probe: Probe;

  constructor(blow: Blow | undefined, probe: Probe) {
    this.#blow = blow;
    this.#probe = probe;
  }

  get requests(): number {
    return this.#answered;
  }

  async done(): Promise<void> {
    this.#done += 1;
    this.#strikeAt("done", this.#done);
  }

  answered(): void {
    this.#answered += 1;
    this.#strikeAt("answered", this.#answered);
  }

  #strikeAt(moment: Moment, request: number): void {
    if (this.#blow?.moment !== moment || this.#blow.request !== request) return;
    this.struck = true;
    this.#probe.kill();
  }
}

interface Ran {
  readonly report: TaskRunReport;
  readonly requests: number;
  readonly struck: boolean;
}

/** Runs the victim through relays, and strikes the blow. */
function run(victim: Victim, servers: Servers, blow?: Blow): Promise<Ran> {
  return withProbe(async (probe) => {
    const executioner = new Executioner(blow, probe);
    const [toNode, toAzure] = await Promise.all([
      startRelay(servers.node.url, executioner),
      startRelay(servers.azure.collectionUrl, executioner),
    ]);
    try {
      const collection = new URL(new URL(servers.azure.collectionUrl).pathname, toAzure.url).href;
      const report = await runBuiltTask({
        task: victim.task,
        handler: "Node20_1",
        inputs: victim.inputs(servers),
        url: toNode.url,
        parameters: { apitoken: fakeToken },
        job: { agentEnvironment: probe.environment, variables: jobVariables(collection) },
      });
      return { report, requests: executioner.requests, struck: executioner.struck };
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

async function withServers<T>(victim: Victim, use: (servers: Servers) => Promise<T>): Promise<T> {
  const [node, other, azure] = await Promise.all([
    startExalateNode(),
    startExalateNode(),
    startAzureDevOpsServer({ onPremises: true }),
  ]);
  try {
    victim.arrange?.({ node, other, azure });
    return await use({ node, other, azure });
  } finally {
    await Promise.all([node.close(), other.close(), azure.close()]);
  }
}

/** How many requests a run makes that nobody kills. */
function requestsOf(victim: Victim): Promise<number> {
  return withServers(victim, async (servers) => {
    const { report, requests } = await run(victim, servers);
    assert.equal(report.step.result, "Succeeded", report.step.log.join("\n"));
    victim.assertRight(servers, report);
    assert.ok(requests >= victim.requests, `${requests} requests`);
    return requests;
  });
}

/** Kills a run, runs it again, and asserts that all is right. */
function strike(victim: Victim, blow: Blow): Promise<void> {
  return withServers(victim, async (servers) => {
    const killed = await run(victim, servers, blow);
    const what = `killed at request ${blow.request}, ${blow.moment}`;
    assert.ok(killed.struck, `${what}: there was no such request`);
    // After its last answer a run may end before the blow falls.
    if (blow.moment === "done") assert.equal(killed.report.step.exitCode, 137, what);
    assert.ok(servers.node.connections().length <= 1, what);
    const { report } = await run(victim, servers);
    assert.equal(report.step.result, "Succeeded", `${what}\n${report.step.log.join("\n")}`);
    victim.assertRight(servers, report);
  });
}

describe("A task that is killed in the middle and run again", function () {
  this.timeout(60_000);

  for (const victim of victims) {
    it(`ends right after each request: ${victim.name}`, async () => {
      const requests = await requestsOf(victim);
      const numbers = Array.from({ length: requests }, (_, index) => index + 1);
      const moments: readonly Moment[] = ["done", "answered"];
      const blows = numbers.flatMap((request) => moments.map((moment) => ({ request, moment })));
      await inPool(blows, 4, (blow) => strike(victim, blow));
      console.log(`      killed ${blows.length} times: ${victim.name}`);
    });
  }
});
