import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { initiate } from "../../src/commands/initiate.ts";
import type { IfExists } from "../../src/commands/initiate-options.ts";
import { Failure } from "../../src/core/failure.ts";
import { type ExalateNodeOptions, fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import { runBuiltTask } from "../support/task-run.ts";
import { connectionName, initiateOptionsFor, type Nodes } from "./command-runs.ts";
import { withClient } from "./real-client.ts";

const [runsAtOnce, rounds] = [20, 10];

async function withNodes(use: (nodes: Nodes) => Promise<void>, options: ExalateNodeOptions = {}): Promise<void> {
  const [node, other] = await Promise.all([startExalateNode(options), startExalateNode()]);
  try {
    await use({ node, other });
  } finally {
    await Promise.all([node.close(), other.close()]);
  }
}

/** The result of a run: its invitation code or its failure. */
type Ending = { readonly code: string | undefined } | { readonly failure: string };

async function runOnce(nodes: Nodes, ifExists: IfExists): Promise<Ending> {
  return withClient(nodes.node.url, 10_000, async (ports) => {
    try {
      const { invitationCode } = await initiate(initiateOptionsFor(nodes, ifExists), ports);
      return { code: invitationCode?.reveal() };
    } catch (error) {
      if (error instanceof Failure) return { failure: error.code };
      throw error;
    }
  });
}

function runAll(nodes: Nodes, ifExists: IfExists): Promise<Ending[]> {
  return Promise.all(Array.from({ length: runsAtOnce }, () => runOnce(nodes, ifExists)));
}

/** The code of the node's only connection. Asserts that there is exactly one. */
function onlyCode({ node }: Nodes): string {
  const [connection, ...more] = node.connections();
  assert.ok(connection && more.length === 0, `${node.connections().length} connections`);
  return connection.invitationCode;
}

describe(`${runsAtOnce} simultaneous runs that initiate one name`, function () {
  this.timeout(60_000);

  for (let round = 1; round <= rounds; round++) {
    it(`all return the same code with reuse, round ${round}`, () =>
      withNodes(async (nodes) => {
        const endings = await runAll(nodes, "reuse");
        const code = onlyCode(nodes);
        assert.deepEqual(endings, Array(runsAtOnce).fill({ code }));
      }));

    it(`have one success, and failures with EXA301 or EXA305, with fail, round ${round}`, () =>
      withNodes(async (nodes) => {
        const endings = await runAll(nodes, "fail");
        const winners = endings.filter((ending) => "code" in ending);
        assert.deepEqual(winners, [{ code: onlyCode(nodes) }]);
        for (const ending of endings) if ("failure" in ending) assert.match(ending.failure, /^EXA30[15]$/);
      }));
  }

  it("leave one connection with replace, with the code that one of the runs returned", () =>
    withNodes(async (nodes) => {
      nodes.node.addConnection({ name: connectionName, remoteUrl: nodes.other.url });
      const endings = await runAll(nodes, "replace");
      const code = onlyCode(nodes);
      assert.ok(endings.some((ending) => "code" in ending && ending.code === code));
      for (const ending of endings) if ("failure" in ending) assert.equal(ending.failure, "EXA305");
    }));
});

describe("Simultaneous built tasks that initiate one name", () => {
  for (const [ifExists, winners, allowsEqualNames] of [
    ["reuse", 5, false],
    ["fail", 1, false],
    ["reuse", 5, true],
    ["fail", 1, true],
  ] as const) {
    const names = allowsEqualNames ? "without unique names" : "with unique names";
    it(`leave one connection with ${ifExists}, and ${winners} of 5 publish its code, ${names}`, () =>
      withNodes(
        async (nodes) => {
          const { node, other } = nodes;
          const inputs = { destinationUrl: other.url, localShortName: "ado", destinationShortName: "jira", ifExists };
          const connection = { url: node.url, parameters: { apitoken: fakeToken } };
          const run = () => runBuiltTask({ task: "ExalateInitiate", handler: "Node20_1", inputs, ...connection });
          const reports = await Promise.all(Array.from({ length: 5 }, run));
          const code = onlyCode(nodes);
          const published = reports.filter(({ step }) => step.outputs.get("invitationCode")?.value === code);
          assert.equal(published.length, winners);
          for (const { step } of reports) {
            const errors = step.issues.filter(({ type }) => type === "error").map(({ message }) => message.slice(0, 6));
            assert.ok(
              step.result === "Succeeded" ? errors.length === 0 : /^EXA30[15]$/.test(errors.join()),
              step.result,
            );
          }
        },
        { allowsEqualNames },
      ));
  }
});
