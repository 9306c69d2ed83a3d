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

/** The proposal for one operation of a node with these paths, with its edits and notes. */
async function proposedFor(name: OperationName, paths: object, more: object = {}) {
  const { api, edits, cautions } = await proposed(described(swagger(paths, more)));
  const own = (lines: readonly string[]) => lines.filter((line) => line.startsWith(`${name}: `)).join("\n");
  return { operation: api.operations[name], edits: own(edits), cautions: own(cautions), api, all: edits };
}

const links = { type: "array", items: { type: "object", properties: { id: text, name: text, status: text } } };

describe("The doctor's proposal for an uncertain case", () => {
  it("keeps the current members of a body without a description, and names the edit", async () => {
    const post = {
      operationId: "acceptInvitation",
      parameters: withBody({ type: "object" }),
      responses: answering({ type: "object", properties: { id: text } }),
    };
    const { operation, edits } = await proposedFor("acceptInvitation", { "/connections/accept": { put: post } });
    assert.deepEqual(operation?.body, { invitationCode: "{invitationCode}", project: "{project}" });
    assert.match(edits, /does not describe the body/);
  });

  it("keeps the current places of an answer without a description, and names the edit", async () => {
    const { operation, edits } = await proposedFor("listConnections", {
      "/relations": { get: { operationId: "listRelations", responses: {} } },
    });
    assert.equal(operation?.path, "/relations");
    assert.deepEqual(operation?.result?.items, ["/results"]);
    assert.match(edits, /does not say what it answers: check that "result" finds items, connectionId/);
  });

  const pages: [extra: object, query: string, isUnsure: boolean][] = [
    [{}, "{page}", true],
    [{ default: 0 }, "{page}", false],
    [{ default: 1 }, "{pageNumber}", false],
    [{ description: "Page number, starts at 1" }, "{pageNumber}", false],
    [{ description: "Zero-based page" }, "{page}", false],
  ];
  for (const [extra, query, isUnsure] of pages) {
    it(`is ${isUnsure ? "unsure" : "sure"} of the first page number of a parameter with ${JSON.stringify(extra)}`, async () => {
      const parameters = [{ name: "page", in: "query", type: "integer", ...extra }];
      const get = { operationId: "listRelations", parameters, responses: answering(links) };
      const { operation, edits } = await proposedFor("listConnections", { "/relations": { get } });
      assert.deepEqual(operation?.query, { page: query });
      assert.equal(/counts pages from 1/.test(edits), isUnsure);
      assert.deepEqual(operation?.result?.items, ["/"]);
    });
  }

  it("names the edit for an unknown required query parameter", async () => {
    const parameters = [
      { name: "site", in: "query", required: true, type: "string" },
      { name: "kind", in: "query", required: true, type: "string", enum: ["remote"] },
    ];
    const get = { operationId: "listRelations", parameters, responses: answering(links) };
    const { operation, edits } = await proposedFor("listConnections", { "/relations": { get } });
    assert.deepEqual(operation?.query, { kind: "remote" });
    assert.match(edits, /requires the query parameter "site"/);
  });

  it("names the edit for the prefix of a token in the header Authorization, unless the description states it", async () => {
    const get = { operationId: "listRelations", security: [{ key: [] }], responses: answering(links) };
    const key = { type: "apiKey", in: "header", name: "Authorization" };
    const plain = await proposedFor("listConnections", { "/relations": { get } }, { securityDefinitions: { key } });
    assert.deepEqual([plain.api.tokenHeader, plain.api.tokenPrefix], ["Authorization", ""]);
    assert.ok(plain.all.some((edit) => edit.startsWith("tokenPrefix: ")));
    const securityDefinitions = { key: { ...key, description: "Bearer and the token" } };
    const stated = await proposedFor("listConnections", { "/relations": { get } }, { securityDefinitions });
    assert.deepEqual(
      [stated.api.tokenPrefix, stated.all.some((edit) => edit.startsWith("tokenPrefix: "))],
      ["Bearer ", false],
    );
  });

  it("adds a note when a code or a destination is read by POST", async () => {
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

  it("adds a note about values that a call has no place for", async () => {
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

  it("looks up the id of a new connection when the answer has none", async () => {
    const schema = { type: "object", properties: { name: text } };
    const answer = { type: "object", properties: { invitationCode: text } };
    const post = { operationId: "initiateRelation", parameters: withBody(schema), responses: answering(answer) };
    const { operation } = await proposedFor("initiateConnection", { "/relations": { post } });
    assert.deepEqual(Object.keys(operation?.result ?? {}), ["status", "invitationCode"]);
  });

  it("uses complete paths for a node with several base paths", async () => {
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
