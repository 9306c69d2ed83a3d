import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { OperationName } from "../../../src/exalate/profile/operations.ts";
import { described, proposed, swagger } from "../../support/describing.ts";

const text = { type: "string" };
const id = { name: "id", in: "path", required: true, type: "string" };

function withBody(schema: object) {
  return [{ in: "body", name: "body", required: true, schema }];
}

function answering(schema: object) {
  return { 200: { description: "done", schema } };
}

/** What is proposed for one operation of a node with these paths, and the edits and notes that go with it. */
async function proposedFor(name: OperationName, paths: object, more: object = {}) {
  const { api, edits, cautions } = await proposed(described(swagger(paths, more)));
  const own = (lines: readonly string[]) => lines.filter((line) => line.startsWith(`${name}: `)).join("\n");
  return { operation: api.operations[name], edits: own(edits), cautions: own(cautions), api, all: edits };
}

const links = { type: "array", items: { type: "object", properties: { id: text, name: text, status: text } } };

describe("What the doctor is not sure of", () => {
  it("is a body that is not described: today's members stay, and the edit is named", async () => {
    const post = {
      operationId: "acceptInvitation",
      parameters: withBody({ type: "object" }),
      responses: answering({ type: "object", properties: { id: text } }),
    };
    const { operation, edits } = await proposedFor("acceptInvitation", { "/connections/accept": { put: post } });
    assert.deepEqual(operation?.body, { invitationCode: "{invitationCode}", project: "{project}" });
    assert.match(edits, /does not describe the body/);
  });

  it("is an answer that is not described: today's places stay, and the edit is named", async () => {
    const { operation, edits } = await proposedFor("listConnections", {
      "/relations": { get: { operationId: "listRelations", responses: {} } },
    });
    assert.equal(operation?.path, "/relations");
    assert.deepEqual(operation?.result?.items, ["/results"]);
    assert.match(edits, /does not say what it answers: check that "result" finds items, connectionId/);
  });

  const pages: [said: object, query: string, isUnsure: boolean][] = [
    [{}, "{page}", true],
    [{ default: 0 }, "{page}", false],
    [{ default: 1 }, "{pageNumber}", false],
    [{ description: "Page number, starts at 1" }, "{pageNumber}", false],
    [{ description: "Zero-based page" }, "{page}", false],
  ];
  for (const [said, query, isUnsure] of pages) {
    it(`is ${isUnsure ? "" : "not "}from where pages count that are described by ${JSON.stringify(said)}`, async () => {
      const parameters = [{ name: "page", in: "query", type: "integer", ...said }];
      const get = { operationId: "listRelations", parameters, responses: answering(links) };
      const { operation, edits } = await proposedFor("listConnections", { "/relations": { get } });
      assert.deepEqual(operation?.query, { page: query });
      assert.equal(/counts pages from 1/.test(edits), isUnsure);
      assert.deepEqual(operation?.result?.items, ["/"]);
    });
  }

  it("is a query parameter that the node requires", async () => {
    const parameters = [
      { name: "site", in: "query", required: true, type: "string" },
      { name: "kind", in: "query", required: true, type: "string", enum: ["remote"] },
    ];
    const get = { operationId: "listRelations", parameters, responses: answering(links) };
    const { operation, edits } = await proposedFor("listConnections", { "/relations": { get } });
    assert.deepEqual(operation?.query, { kind: "remote" });
    assert.match(edits, /requires the query parameter "site"/);
  });

  it("is a word before a token in the header Authorization, unless the description says which", async () => {
    const get = { operationId: "listRelations", security: [{ key: [] }], responses: answering(links) };
    const key = { type: "apiKey", in: "header", name: "Authorization" };
    const plain = await proposedFor("listConnections", { "/relations": { get } }, { securityDefinitions: { key } });
    assert.deepEqual([plain.api.tokenHeader, plain.api.tokenPrefix], ["Authorization", ""]);
    assert.ok(plain.all.some((edit) => edit.startsWith("tokenPrefix: ")));
    const securityDefinitions = { key: { ...key, description: "Bearer and the token" } };
    const told = await proposedFor("listConnections", { "/relations": { get } }, { securityDefinitions });
    assert.deepEqual(
      [told.api.tokenPrefix, told.all.some((edit) => edit.startsWith("tokenPrefix: "))],
      ["Bearer ", false],
    );
  });

  it("is a code that comes by POST, or a look-up by POST: a note says so", async () => {
    const paths = {
      "/relations/{id}/invitation": { post: { parameters: [id], responses: answering({ type: "string" }) } },
      "/destinations/check": {
        post: {
          parameters: withBody({ type: "object", properties: { url: text } }),
          responses: answering({ type: "object", properties: { reachable: { type: "boolean" } } }),
        },
      },
    };
    const read = await proposedFor("readInvitation", paths);
    assert.deepEqual([read.operation?.method, read.operation?.result?.invitationCode], ["POST", ["/"]]);
    assert.match(read.cautions, /may create a new code/);
    assert.match((await proposedFor("describeDestination", paths)).cautions, /only looks and changes nothing/);
  });

  it("is what a call has no place for: a note says so", async () => {
    const schema = { type: "object", required: ["title"], properties: { title: text, url: text } };
    const post = {
      operationId: "createRelation",
      parameters: withBody(schema),
      responses: answering({ type: "object", properties: { id: text } }),
    };
    const { operation, cautions } = await proposedFor("initiateConnection", { "/relations": { post } });
    assert.deepEqual(operation?.body, { title: "{connectionName}", url: "{destinationUrl}" });
    assert.match(cautions, /no place for description, localShortName, destinationShortName, private, mode, project/);
  });

  it("is a new connection's id that the answer lacks: it is looked up", async () => {
    const schema = { type: "object", properties: { name: text } };
    const answer = { type: "object", properties: { invitationCode: text } };
    const post = { operationId: "initiateRelation", parameters: withBody(schema), responses: answering(answer) };
    const { operation } = await proposedFor("initiateConnection", { "/relations": { post } });
    assert.deepEqual(Object.keys(operation?.result ?? {}), ["status", "invitationCode"]);
  });

  it("is where a node of several base paths begins: paths are then whole", async () => {
    const { api } = await proposedFor(
      "listConnections",
      {},
      {
        basePath: undefined,
        paths: {
          "/a/relations": { get: { operationId: "listRelations", responses: answering(links) } },
          "/b/relations/{id}": { delete: { operationId: "deleteRelation", parameters: [id], responses: {} } },
        },
      },
    );
    assert.deepEqual(
      [api.basePath, api.operations.listConnections?.path, api.operations.deleteConnection?.path],
      ["", "/a/relations", "/b/relations/{connectionId}"],
    );
  });
});
