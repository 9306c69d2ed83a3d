import assert from "node:assert/strict";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { initiate } from "../../src/commands/initiate.ts";
import { type InitiateInputs, initiateOptions } from "../../src/commands/initiate-options.ts";
import { initiateInputs } from "../../src/commands/input-tables.ts";
import { Failure } from "../../src/core/failure.ts";
import { initiatedSummary } from "../../src/pipeline/initiated-summary.ts";
import { type ExalateNode, startExalateNode } from "../../tools/exalate-node/node.ts";
import { parseCommand } from "../../tools/local-agent/command-parser.ts";
import { withClient } from "../faults/real-client.ts";
import { emptyInputs } from "../support/initiate-options.ts";

const signs = fc.constantFrom(
  ..."aZ0 _-<>\"'`\\|&?#%/.:;,=+$(){}[]@*~^!äß中😀\u0301\u200d\u202e\ufeff",
  "##vso[task.complete]",
  "$(x)",
  "../",
  "%2F",
  "__proto__",
);

/** Names that a person or another system can enter. */
const name = fc.oneof(
  fc.array(signs, { minLength: 1, maxLength: 20 }).map((all) => all.join("")),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
  fc.constantFrom("..", "null", "true", "0", "constructor", "x".repeat(255), "😀".repeat(255)),
);

describe("Arbitrary names, descriptions and projects", function () {
  this.timeout(60_000);
  let node: ExalateNode;
  let other: ExalateNode;
  before(async () => {
    [node, other] = await Promise.all([
      startExalateNode({ projects: ["Fabrikam", "A&B/<c>?#%", "..", "__proto__"] }),
      startExalateNode(),
    ]);
  });
  after(() => Promise.all([node.close(), other.close()]));

  /** Initiates twice with these inputs. */
  async function initiateTwice(inputs: Partial<InitiateInputs>) {
    return withClient(node.url, 10_000, async (ports) => {
      const context = { nodeUrl: new URL(node.url), allowedDestinations: undefined, pipelineProject: "Fabrikam" };
      const entered = {
        ...emptyInputs(initiateInputs),
        destinationUrl: other.url,
        localShortName: "a",
        destinationShortName: "b",
        ...inputs,
      };
      const options = initiateOptions(entered, { ...context, log: ports.log });
      const first = await initiate(options, ports);
      const again = await initiate(options, ports);
      return { request: options.request, first, again };
    });
  }

  it("lead to a refusal with a code, or to a connection with exactly that name, which a second run finds", async () => {
    const project = fc.oneof(fc.constantFrom("", "Fabrikam", "A&B/<c>?#%", "..", "__proto__"), name);
    const inputs = fc.record({ connectionName: name, description: fc.oneof(name, fc.constant("a\r\nb")), project });
    await fc.assert(
      fc.asyncProperty(inputs, async (given) => {
        const before = node.connections().length;
        const ran = await initiateTwice(given).catch((error: unknown) => error);
        if (ran instanceof Failure) {
          assert.match(ran.code, /^EXA(102|106|111|204)$/, ran.message);
          assert.equal(parseCommand(ran.message, true), undefined);
          return assert.equal(node.connections().length, before);
        }
        if (ran instanceof Error) throw ran;
        const { request, first, again } = ran as Awaited<ReturnType<typeof initiateTwice>>;
        const made = node.connections().filter((connection) => connection.name === request.connectionName);
        assert.equal(made.length, 1);
        if (first.outcome === "initiated") assert.equal(made[0]?.description, request.description ?? "");
        assert.deepEqual(
          [first.invitationCode?.reveal(), again.invitationCode?.reveal(), again.outcome],
          [made[0]?.invitationCode, made[0]?.invitationCode, "reused"],
        );
        const summary = initiatedSummary(
          { request, storeIn: { kind: "none" }, result: first, nodeUrl: new URL(node.url), collectionUrl: "" },
          (text) => text,
        );
        for (const line of summary.split("\n")) assert.equal(parseCommand(line, true), undefined, line);
      }),
      { numRuns: 150 },
    );
  });
});
