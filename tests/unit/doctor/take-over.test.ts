import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { OperationName } from "../../../src/exalate/profile/operations.ts";
import { changingCalls, described, proposed, swagger } from "../../support/describing.ts";

const text = { type: "string" };
const id = { in: "path", name: "id", required: true, type: "string" };
const connection = { type: "object", properties: { id: text, name: text, status: text } };

function answering(schema: object) {
  return { responses: { 200: { description: "done", schema } } };
}

const list = {
  get: answering({
    type: "object",
    properties: { total: { type: "integer" }, results: { type: "array", items: connection } },
  }),
};
const one = { parameters: [id], get: answering(connection) };

async function callOf(name: OperationName, paths: object, more: object = {}): Promise<string> {
  const { api } = await proposed(described(swagger(paths, more)));
  return changingCalls(api)[name]?.replace("/rest/issuehub/4.0", "") ?? "";
}

const profiles = "DELETE /connections/{connectionId}";
const deletes = (summary = "") => ({ delete: { parameters: [id], summary, responses: {} } });

describe("Taking a delete over", () => {
  it("happens for the path that reads one connection of the known list", async () => {
    const paths = { "/relations": list, "/relations/{id}": { ...one, ...deletes() } };
    assert.equal(await callOf("deleteConnection", paths), "DELETE /relations/{connectionId}");
  });

  it("happens when its own words leave no doubt", async () => {
    const deletion = (summary: string) =>
      callOf("deleteConnection", { "/relations": list, "/relations/{id}": deletes(summary) });
    for (const summary of ["Deletes a relation", "Remove the connection.", "Removes a connection from this side"])
      assert.equal(await deletion(summary), "DELETE /relations/{connectionId}", summary);
    for (const summary of [
      "",
      "Clears it",
      "Deletes a relation's history",
      "Deletes all connections",
      "Removes a code",
    ])
      assert.equal(await deletion(summary), profiles, summary);
  });

  const traps: [what: string, paths: object][] = [
    ["the code of a connection", { "/relations/{id}/invitation-code": deletes("Deletes a connection") }],
    ["the history of a connection", { "/relations/{id}/history": deletes("Deletes a connection") }],
    ["the whole collection", { "/relations": { ...list, ...deletes("Deletes a connection") } }],
    ["a connection by its name", { "/relations/{name}": { get: one.get, ...deletes("Deletes a connection") } }],
    ["a connection of another list", { "/links/{id}": { ...one, ...deletes("Deletes a connection") } }],
    ["by POST", { "/relations/{id}/delete": { post: { parameters: [id], summary: "Deletes a connection" } } }],
    ["by one POST", { "/relations/{id}": { ...one, post: { summary: "Deletes a connection" } } }],
    [
      "with a parameter that nobody knows",
      {
        "/relations/{id}": {
          ...one,
          delete: { parameters: [id, { in: "query", name: "what", required: true, type: "string" }] },
        },
      },
    ],
  ];
  for (const [what, paths] of traps) {
    it(`never happens for ${what}`, async () => {
      assert.equal(
        await callOf("deleteConnection", { "/relations": list, "/relations/{id}": one, ...paths }),
        profiles,
      );
    });
  }

  it("never happens without a known list", async () => {
    const deletion = { "/relations/{id}": { ...one, ...deletes("Deletes a connection") } };
    assert.equal(await callOf("deleteConnection", deletion), profiles);
    const poor = { "/relations": { get: { responses: {} } }, ...deletion };
    assert.equal(await callOf("deleteConnection", poor), profiles);
  });

  it("happens through references, in OpenAPI 3.1", async () => {
    const document = {
      openapi: "3.1.0",
      servers: [{ url: "/api" }],
      components: {
        schemas: {
          Page: {
            type: "object",
            properties: { items: { type: "array", items: { $ref: "#/components/schemas/One" } } },
          },
          One: {
            type: ["object", "null"],
            properties: { id: text, name: { $ref: "#/components/schemas/Name" }, status: text },
          },
          Name: { type: ["string", "null"] },
        },
        responses: { Page: { content: { "application/json": { schema: { $ref: "#/components/schemas/Page" } } } } },
      },
      paths: {
        "/connections": { get: { responses: { 200: { $ref: "#/components/responses/Page" } } } },
        "/connections/{connectionId}": { get: { responses: {} }, delete: { responses: {} } },
        "/connections/{connectionId}/history": { delete: { summary: "Deletes a connection" } },
      },
    };
    const { api } = await proposed(described(document));
    assert.equal(changingCalls(api).deleteConnection, "DELETE /api/connections/{connectionId}");
    assert.equal(api.operations.deleteConnection?.evidence, "described");
  });
});

describe("Taking a read over", () => {
  it("never happens when two lists fit", async () => {
    const both = await proposed(described(swagger({ "/relations": list, "/old/relations": list })));
    assert.equal(both.findings.find(({ name }) => name === "listConnections")?.verdict, "not described");
  });

  it("never happens for a list of something else, or one without names", async () => {
    const nameless = answering({ type: "array", items: { type: "object", properties: { id: text, status: text } } });
    for (const paths of [{ "/pets": list }, { "/relations": { get: nameless } }]) {
      const { findings } = await proposed(described(swagger(paths)));
      assert.equal(findings.find(({ name }) => name === "listConnections")?.verdict, "not described");
    }
  });

  it("happens for an invitation right below a connection", async () => {
    const paths = {
      "/relations": list,
      "/relations/{id}/invitation": { get: { parameters: [id], ...answering(text) } },
      "/relations/{id}/history/invitation": { get: { parameters: [id], ...answering(text) } },
    };
    const { api } = await proposed(described(swagger(paths)));
    const { path, result } = api.operations.readInvitation ?? assert.fail();
    assert.deepEqual([path, result], ["/relations/{connectionId}/invitation", { invitationCode: ["/"] }]);
  });

  it("needs a place for the project", async () => {
    const projects = { type: "array", items: { type: "object", properties: { key: text, name: text } } };
    const search = (parameter: string) => ({
      "/projects": { get: { parameters: [{ in: "query", name: parameter, type: "string" }], ...answering(projects) } },
    });
    const known = await proposed(described(swagger(search("projectKey"))));
    assert.deepEqual(known.api.operations.searchProjects?.query, { projectKey: "{project}" });
    const other = await proposed(described(swagger(search("filter"))));
    assert.equal(other.api.operations.searchProjects?.path, "/scopeparams/search");
  });
});

describe("What creates something", () => {
  it("is never taken over from another path or method", async () => {
    const body = {
      in: "body",
      name: "body",
      schema: { type: "object", properties: { name: text, project: text, invitationCode: text } },
    };
    const create = {
      operationId: "initiateConnection",
      summary: "Initiates a connection",
      parameters: [body],
      ...answering(connection),
    };
    const accept = {
      operationId: "acceptInvitation",
      summary: "Accepts an invitation",
      parameters: [body],
      ...answering(connection),
    };
    const paths = {
      "/relations": { ...list, post: create },
      "/connections": { put: create },
      "/connections/new": { post: create },
      "/connections/accept": { put: accept },
      "/invitations/accept": { post: accept },
    };
    assert.equal(await callOf("initiateConnection", paths), "POST /connections");
    assert.equal(await callOf("acceptInvitation", paths), "POST /connections/accept");
    const { findings, overrides } = await proposed(described(swagger(paths)));
    const initiate = findings.find(({ name }) => name === "initiateConnection");
    assert.equal(initiate?.verdict, "not described");
    const shown = initiate.candidates.map(({ method, path }) => `${method} ${path.replace("/rest/issuehub/4.0", "")}`);
    assert.deepEqual(shown, ["POST /connections/new", "POST /relations"]);
    assert.ok(!JSON.stringify(overrides).includes("/connections/new"));
  });
});
