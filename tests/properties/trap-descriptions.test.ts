import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { defaultNodeApi } from "../../src/exalate/profile/node-api.ts";
import { changingCalls, described, proposed } from "../support/describing.ts";

const words = ["connections", "relations", "links", "invitation-code", "history", "accept", "initiate", "invitations"];
const ids = ["{id}", "{connectionId}", "{name}", "{relationId}"];
const segment = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...ids));
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join("/")}`);

const text = fc.constant({ type: "string" });
const members = fc.dictionary(
  fc.constantFrom("id", "name", "status", "state", "connectionName", "project", "invitationCode", "title", "data"),
  fc.oneof(text, fc.constant({ type: "object", properties: { name: { type: "string" }, id: { type: "string" } } })),
);
const object = fc.record({ type: fc.constant("object"), properties: members });
const list = fc.record({ type: fc.constant("array"), items: object });
const schema = fc.oneof(
  object,
  list,
  fc.record({ type: fc.constant("object"), properties: fc.record({ results: list }) }),
);
const summary = fc.constantFrom(
  "",
  "Deletes a connection",
  "Initiates a connection",
  "Accepts an invitation",
  "Lists connections",
);

const operation = fc.record(
  {
    summary,
    requestBody: fc.record({ content: fc.record({ "application/json": fc.record({ schema }) }) }),
    responses: fc.record({ 200: fc.record({ content: fc.record({ "application/json": fc.record({ schema }) }) }) }),
  },
  { requiredKeys: [] },
);

const item = fc.dictionary(fc.constantFrom("get", "post", "put", "delete", "patch"), operation, { minKeys: 1 });

const documents = fc.record({
  openapi: fc.constant("3.0.3"),
  servers: fc.constantFrom([{ url: "/api" }], [{ url: defaultNodeApi.basePath }], []),
  paths: fc.dictionary(path, item, { minKeys: 1, maxKeys: 12 }),
});

/** The only delete that may ever be proposed besides the profile's: one connection of a list, by its id. */
const oneOfAList =
  /^DELETE (\/api|\/rest\/issuehub\/4\.0)?(\/[a-z{}A-Z-]+)*\/(connections|relations)\/\{connectionId\}$/;

describe("Descriptions full of traps", function () {
  this.timeout(60_000);

  it("never lead to another call that creates or accepts, and to no delete but that of one connection", async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const description = described(document);
        const { api } = await proposed(description);
        const [before, after] = [changingCalls(defaultNodeApi), changingCalls(api)];
        assert.deepEqual(
          [after.initiateConnection, after.acceptInvitation],
          [before.initiateConnection, before.acceptInvitation],
        );
        if (after.deleteConnection === before.deleteConnection) return;
        assert.match(after.deleteConnection ?? "", oneOfAList);
        const { listConnections } = api.operations;
        assert.equal(after.deleteConnection, `DELETE ${api.basePath}${listConnections?.path}/{connectionId}`);
      }),
      { numRuns: 500, interruptAfterTimeLimit: 30_000, markInterruptAsFailure: false },
    );
  });

  it("lead to the delete of one connection where that is certain", async () => {
    const certain = {
      "/relations": { get: { responses: { 200: { content: { "application/json": { schema: listOfConnections } } } } } },
      "/relations/{id}": { get: {}, delete: {} },
    };
    const { api } = await proposed(described({ openapi: "3.0.3", servers: [{ url: "/api" }], paths: certain }));
    assert.equal(changingCalls(api).deleteConnection, "DELETE /api/relations/{connectionId}");
    assert.match(changingCalls(api).deleteConnection ?? "", oneOfAList);
  });
});

const connection = {
  type: "object",
  properties: { id: { type: "string" }, name: { type: "string" }, status: { type: "string" } },
};
const listOfConnections = { type: "array", items: connection };
