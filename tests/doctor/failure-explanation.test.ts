import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { troubleshootingPage } from "../../src/core/documentation.ts";
import { checkApiRemedy } from "../../src/exalate/profile/remedy.ts";
import {
  type ExalateNode,
  type ExalateNodeOptions,
  fakeToken,
  startExalateNode,
} from "../../tools/exalate-node/node.ts";
import { requireBuiltTasks } from "../examples/built-tasks.ts";
import { runBuiltTask, type TaskRunReport } from "../support/task-run.ts";
import { requestLines } from "./node-check.ts";

/** Runs the built ExalateInitiate@1 against a node. */
async function initiateAt(options: ExalateNodeOptions, prepare: (node: ExalateNode) => void = () => {}) {
  const [node, destination] = [await startExalateNode(options), await startExalateNode()];
  try {
    prepare(node);
    const report = await runBuiltTask({
      task: "ExalateInitiate",
      handler: "Node20_1",
      inputs: { destinationUrl: destination.url, localShortName: "ado", destinationShortName: "jira" },
      url: node.url,
      parameters: { apitoken: fakeToken },
    });
    return {
      error: errorOf(report, node),
      descriptionRequests: requestLines(node).filter((line) => !line.includes("/rest/")),
    };
  } finally {
    await Promise.all([node.close(), destination.close()]);
  }
}

function errorOf({ step }: TaskRunReport, node: ExalateNode): string {
  const errors = step.log.filter((line) => line.startsWith("##[error]"));
  assert.equal(errors.length, 1, step.log.join("\n"));
  return errors.join("\n").replaceAll(new URL(node.url).host, "azurenode-1.exalate.cloud");
}

describe("The error after a failed call", function () {
  this.timeout(60_000);
  before(requireBuiltTasks);

  it("names the closest call in the node's description when a call is missing", async () => {
    const { error, descriptionRequests } = await initiateAt({
      dialect: { paths: { initiateConnection: "/relations/new" } },
    });
    assert.equal(
      error,
      "##[error]EXA208: The node at azurenode-1.exalate.cloud has no such call: POST /connections answered HTTP 405; this call is " +
        'assumed, since Exalate does not publish it. The node says: "This path does not take that method". ' +
        "The node's own description has no POST /rest/issuehub/4.0/connections. It has " +
        `POST /rest/issuehub/4.0/relations/new: Initiates a connection and makes its invitation code. ${checkApiRemedy} See ${troubleshootingPage("EXA208")}`,
    );
    assert.deepEqual(descriptionRequests, ["GET /swagger", "GET /swagger.json"]);
  });

  it("names the members that the node requires when it refuses the request", async () => {
    const fields = { initiateConnection: { name: "title", project: "space" } };
    const { error } = await initiateAt({ dialect: { fields } });
    assert.match(error, /refused: POST \/connections answered HTTP 400; .* The node says: "/);
    assert.match(
      error,
      /has this call, but it has no \/body\/name for connectionName; .*; it requires \/body\/title\. /,
    );
  });

  it("names the value that is missing in an answer", async () => {
    const { error } = await initiateAt({
      dialect: {
        answers: { initiateConnection: ["id"] },
        fields: { readInvitation: { invitationCode: "ticket" } },
      },
    });
    assert.match(error, /^##\[error\]EXA209: .* has no invitationCode where the profile expects it; /);
    assert.match(error, /has this call, but its answer has no invitationCode at \/invitationCode\. If /);
  });

  it("is unchanged when the call matches the description", async () => {
    const fault = { kind: "status", status: 400, body: '{"message":"Not today"}' } as const;
    const { error, descriptionRequests } = await initiateAt({}, (node) =>
      node.misbehave({ operation: "initiateConnection", fault }),
    );
    assert.match(error, /The node says: "Not today"/);
    assert.doesNotMatch(error, /own description (has|of)/);
    assert.equal(descriptionRequests.length, 2);
  });

  it("is unchanged and quick when the node has no description", async () => {
    const started = performance.now();
    const { error } = await initiateAt({ dialect: { paths: { initiateConnection: "/new" } } }, (node) => {
      node.misbehave({ operation: "swaggerPage", fault: { kind: "hang" } });
      node.misbehave({ operation: "swaggerDocument", fault: { kind: "hang" } });
    });
    assert.match(error, /^##\[error\]EXA208: .* has no such call/);
    assert.doesNotMatch(error, /own description (has|of)/);
    assert.ok(performance.now() - started < 12_000);
  });

  it("names the call that the description has for one that was observed, without trying it", async () => {
    const { error, descriptionRequests } = await initiateAt({ dialect: { paths: { listConnections: "/relations" } } });
    assert.match(error, /^##\[error\]EXA208: .* GET \/connections answered HTTP 40[45]/);
    assert.match(error, /It has GET \/rest\/issuehub\/4\.0\/relations: Lists connections/);
    assert.deepEqual(descriptionRequests, ["GET /swagger", "GET /swagger.json"]);
  });

  it("names the two ways out when the sign-in is another one", async () => {
    const { error } = await initiateAt({ dialect: { paths: { authenticate: "/session" } } });
    assert.match(error, /^##\[error\]EXA20\d: .* POST \/authenticate /);
    assert.match(error, /It has POST \/rest\/issuehub\/4\.0\/session/);
    assert.ok(error.includes(`${checkApiRemedy} See docs/troubleshooting.md#exa20`), error);
  });
});
