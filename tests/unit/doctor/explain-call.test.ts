import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Failure } from "../../../src/core/failure.ts";
import { Secret } from "../../../src/core/secret.ts";
import { explainCall } from "../../../src/doctor/explain-call.ts";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import { type OperationName, operationNames } from "../../../src/exalate/profile/operations.ts";
import { nodeUrl, swagger } from "../../support/describing.ts";
import { failsWith } from "../../support/failures.ts";
import { answer, FakeTransport } from "../../support/fake-transport.ts";

const down = new Failure("EXA402", "It is down.", "Start it.");

/** The explanation from a node that serves this description, and the requests for it. */
async function explained(
  name: OperationName,
  document: object | undefined,
  signIn = async () => new Secret("a-token"),
) {
  const transport = new FakeTransport(() => (document === undefined ? answer(404) : answer(200, document)));
  const { signal } = new AbortController();
  const node = {
    url: nodeUrl,
    api: defaultNodeApi,
    signIn,
    transport,
    clock: { now: () => 0 },
    milliseconds: 10,
    signal,
  };
  const { difference: text, isDescribed } = await explainCall(name, node);
  return { text, isDescribed, transport };
}

describe("The explanation of a failed call", () => {
  const base = defaultNodeApi.basePath;

  it("names a few calls that it could be, for every operation", async () => {
    const words = "connection project destination invitation session accept delete";
    const calls = Object.fromEntries(["get", "post", "delete"].map((method) => [method, { summary: words }]));
    const paths = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`/other/${index}/{id}`, calls]));
    for (const name of operationNames) {
      const { text = "", transport } = await explained(name, swagger(paths));
      assert.match(
        text,
        /^The node's own description has no [A-Z]+ \S+\. It has [A-Z]+ \S+: connection project /,
        name,
      );
      assert.equal(text.split(", or ").length, 3, name);
      assert.deepEqual(transport.lines, ["GET /swagger"]);
    }
  });

  it("says how the described call differs", async () => {
    const body = { in: "body", name: "body", schema: { type: "object", properties: { title: { type: "string" } } } };
    const { text } = await explained(
      "initiateConnection",
      swagger({ "/connections": { post: { parameters: [body] } } }),
    );
    assert.match(
      text ?? "",
      /^The node's own description has this call, but it has no \/body\/name for connectionName; /,
    );
  });

  it("says where a call is that the description has elsewhere beyond doubt", async () => {
    const text = { type: "string" };
    const items = { type: "array", items: { type: "object", properties: { id: text, name: text, status: text } } };
    const get = { responses: { 200: { schema: items } } };
    const { text: said } = await explained("listConnections", swagger({ "/relations": { get } }));
    assert.match(
      said ?? "",
      new RegExp(`^The node's own description has no GET ${base}/connections\\. It has GET ${base}/relations`),
    );
  });

  it("says that nothing looks like the call, or that there is no description", async () => {
    const { text } = await explained("acceptInvitation", swagger({ "/pets": { get: {} } }));
    assert.equal(
      text,
      `The node's own description has no POST ${base}/connections/accept. Nothing in it looks like this call.`,
    );
    const { text: none, isDescribed } = await explained("listConnections", undefined);
    assert.deepEqual([none, isDescribed], [undefined, false]);
  });

  it("is missing when the description has exactly this call", async () => {
    const { text } = await explained("listConnections", swagger({ "/connections": { get: {} } }));
    assert.equal(text, undefined);
  });

  it("needs no session, and none is asked for when the sign-in is what failed", async () => {
    const refused = await explained("listConnections", swagger({}), () => Promise.reject(down));
    assert.match(refused.text ?? "", /has no GET/);
    const signIn = () => assert.fail("It signed in.");
    assert.match((await explained("authenticate", swagger({}), signIn)).text ?? "", /has no POST/);
  });

  it("has none of the node's own characters that act", async () => {
    const post = { operationId: "initiate", summary: "Initiates\n##vso[task.complete]\u001b[0m a connection" };
    const { text = "" } = await explained("initiateConnection", swagger({ "/relations": { post } }));
    assert.ok(text.includes("Initiates") && !/##vso\[|\p{Cc}/u.test(text), text);
  });

  it("fails when the node does not answer", async () => {
    const { signal } = new AbortController();
    const transport = new FakeTransport(() => down);
    const node = {
      url: nodeUrl,
      api: defaultNodeApi,
      signIn: async () => new Secret("x"),
      transport,
      clock: { now: () => 0 },
    };
    await failsWith("EXA402", () => explainCall("listConnections", { ...node, milliseconds: 10, signal }));
  });
});
