import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { Authority, type Certificate, hasOpenssl } from "../../tools/certificate-authority.ts";
import { type ExalateNode, fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import type { AgentSettings, StepReport } from "../../tools/local-agent/agent.ts";
import { runBuiltTask } from "../support/task-run.ts";
import { handlers } from "./built-run.ts";
import { HoldingFront } from "./holding-front.ts";
import { LoopbackProxy } from "./loopback-proxy.ts";

const names = { localShortName: "ado", destinationShortName: "jira" };
const signIn = "POST /authenticate";
const [list, search, look] = ["GET /connections", "GET /scopeparams/search", "GET /destinations"];
const create = "POST /connections";

interface Case {
  readonly what: string;
  readonly task: string;
  readonly inputs: (destination: string) => Readonly<Record<string, string>>;
  /** The connections that are open before the sign-in is answered, or in all when there is none. */
  readonly connections: number;
  readonly requests: readonly string[];
  readonly hasReadyToken?: true;
}

const cases: readonly Case[] = [
  {
    what: "ExalateInitiate@1 opens those for its three reads while it signs in",
    task: "ExalateInitiate",
    inputs: (destinationUrl) => ({ ...names, destinationUrl }),
    connections: 3,
    requests: [signIn, look, search, list, create, list],
  },
  {
    what: "ExalateInitiate@1 opens one less for a private destination, which it does not look up",
    task: "ExalateInitiate",
    inputs: () => ({ ...names, private: "true" }),
    connections: 2,
    requests: [signIn, search, list, create, list],
  },
  {
    what: "ExalateInitiate@1 opens no more with a ready token, and does not sign in",
    task: "ExalateInitiate",
    inputs: (destinationUrl) => ({ ...names, destinationUrl }),
    connections: 3,
    requests: [look, search, list, create, list],
    hasReadyToken: true,
  },
  {
    what: "ExalateWithdraw@1 opens one, because its calls follow each other",
    task: "ExalateWithdraw",
    inputs: () => ({ connectionName: "none" }),
    connections: 1,
    requests: [signIn, list],
  },
];

describe("The connections of a run over TLS", () => {
  let authority: Authority;
  let certificate: Certificate;
  let node: ExalateNode;
  let destination: ExalateNode;
  before(async function () {
    if (!hasOpenssl) return this.skip();
    authority = new Authority("Contoso Test Authority");
    certificate = authority.issue("node");
    destination = await startExalateNode();
  });
  after(async () => {
    authority?.remove();
    await destination?.close();
  });

  async function runs(each: Case, handler: (typeof handlers)[number], agent: AgentSettings = {}): Promise<StepReport> {
    node = await startExalateNode();
    const front = await HoldingFront.start(certificate, node.url, each.connections);
    try {
      const apitoken = each.hasReadyToken ? await sessionOf(node) : fakeToken;
      const { step } = await runBuiltTask({
        task: each.task,
        handler,
        inputs: each.inputs(destination.url),
        url: front.url,
        parameters: { apitoken },
        job: { agent: { caInfo: authority.caFile, ...agent }, agentEnvironment: { PATH: process.env.PATH ?? "" } },
      });
      assert.equal(step.result, "Succeeded", step.log.join("\n"));
      assert.equal(front.connections, each.connections, "connections");
      assert.deepEqual([...front.requests].sort(), [...each.requests].sort());
      assert.equal(front.gaveUp, false, "the sign-in was answered before the connections were open");
      return step;
    } finally {
      await front.close();
      await node.close();
    }
  }

  for (const handler of handlers) {
    for (const each of cases) {
      it(`${each.what}, on ${handler}`, () => runs(each, handler));
    }
  }

  for (const handler of handlers) {
    it(`are four at most, with one request each, on a node with 1,000 connections, on ${handler}`, async () => {
      node = await startExalateNode({ connections: 1000 });
      const front = await HoldingFront.start(certificate, node.url, 3);
      try {
        const { step } = await runBuiltTask({
          task: "ExalateInitiate",
          handler,
          inputs: { ...names, destinationUrl: destination.url },
          url: front.url,
          parameters: { apitoken: fakeToken },
          job: { agent: { caInfo: authority.caFile }, agentEnvironment: { PATH: process.env.PATH ?? "" } },
        });
        assert.equal(step.result, "Succeeded", step.log.join("\n"));
        assert.deepEqual([front.connections, front.mostAtOnce], [4, 4]);
        assert.equal(front.requests.filter((each) => each === list).length, 10 + 11, "each page once before and after");
      } finally {
        await front.close();
        await node.close();
      }
    });
  }

  it("are opened early through a proxy too", async () => {
    const [initiates] = cases;
    assert.ok(initiates !== undefined, "there is a case");
    const proxy = await LoopbackProxy.start();
    try {
      await runs(initiates, "Node20_1", { proxyUrl: proxy.url });
      assert.equal(proxy.asked.length, 3);
    } finally {
      await proxy.close();
    }
  });
});

/** A session token of the node, which is a JWT. */
async function sessionOf({ url }: ExalateNode): Promise<string> {
  const body = JSON.stringify({ authProtocol: "basic", user: "", password: fakeToken });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}/rest/issuehub/4.0/authenticate`, { method: "POST", headers, body });
  return answer.headers.get("x-exalate-jwt") ?? "";
}
