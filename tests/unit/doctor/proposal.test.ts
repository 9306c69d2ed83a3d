import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Turns } from "../../../src/core/turns.ts";
import { explanationOf } from "../../../src/doctor/explain-call.ts";
import { findingsOf } from "../../../src/doctor/finding.ts";
import { mergePatch, mergePatchBetween } from "../../../src/exalate/profile/merge-patch.ts";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import { requestOf } from "../../../src/exalate/profile/request.ts";
import { described, proposed, swagger } from "../../support/describing.ts";
import { linksDocument } from "../../support/foreign-documents.ts";

const text = { type: "string" };

function bodyOf(properties: object, required: string[] = []) {
  return {
    parameters: [{ in: "body", name: "body", required: true, schema: { type: "object", properties, required } }],
  };
}

function answering(properties: object) {
  return { responses: { 200: { description: "done", schema: { type: "object", properties } } } };
}

describe("The doctor's proposal", () => {
  it("supports an API with other names, nesting, spellings and base path", async () => {
    const { api, findings, edits } = await proposed(described(linksDocument));
    assert.deepEqual(
      findings.filter(({ verdict }) => verdict !== "fits").map(({ name }) => name),
      ["describeDestination"],
    );
    assert.deepEqual(edits, []);
    const operation = api.operations.initiateConnection ?? assert.fail("No operation");
    const values = {
      connectionName: "a",
      localShortName: "ado",
      destinationShortName: "jira",
      destinationUrl: "https://jira.contoso.com",
      private: false,
      mode: "script",
      project: "P",
    };
    const { method, url, headers, body = "" } = requestOf("https://node.contoso.com", api, operation, values, "t");
    assert.deepEqual(
      [method, url, headers.Authorization],
      ["POST", "https://node.contoso.com/api/v2/links", "Bearer t"],
    );
    assert.deepEqual(JSON.parse(body), {
      link: { title: "a", flavour: "SCRIPTED" },
      here: { alias: "ado", project: "P" },
      there: { alias: "jira", url: "https://jira.contoso.com", hidden: false },
      channel: "REST",
    });
    assert.deepEqual(api.spellings.status, { PENDING: "INVITED", ACTIVE: "LINKED", DEACTIVATED: "PAUSED" });
    assert.deepEqual(api.operations.listConnections?.query, { page: "{pageNumber}", perPage: "{limit}" });
  });

  it("changes nothing when everything fits, and keeps existing overrides", async () => {
    const first = await proposed(described(linksDocument));
    const { isChange } = await import("../../../src/doctor/proposal.ts").then(({ proposalFor }) =>
      proposalFor(first.api, described(linksDocument), findingsOf(first.api, described(linksDocument))),
    );
    assert.equal(isChange, false);
  });

  it("names the edit for a value that the node requires and the task does not have", async () => {
    const initiate = {
      ...bodyOf({ name: text, tenant: text, zone: { type: "string", enum: ["EU", "US"] } }, ["name", "tenant", "zone"]),
      ...answering({ id: text }),
    };
    const { api, edits } = await proposed(
      described(swagger({ "/connections": { post: { operationId: "initiateConnection", ...initiate } } })),
    );
    assert.deepEqual(api.operations.initiateConnection?.body, { name: "{connectionName}", zone: "EU" });
    const own = edits.filter((edit) => edit.startsWith("initiateConnection: "));
    assert.ok(
      own.some((edit) => edit.includes("requires /tenant") && edit.includes("constant")),
      own.join("\n"),
    );
    assert.ok(
      own.some((edit) => edit.includes('/zone is set to "EU"') && edit.includes('"US"')),
      own.join("\n"),
    );
  });

  it("names the edit when two members or two calls are almost equally likely", async () => {
    const one = { ...bodyOf({ code: text, token: text }), ...answering({ id: text }) };
    const paths = { "/invitations/accept": { post: one }, "/invitation/accept": { post: one } };
    const { edits } = await proposed(described(swagger(paths)));
    assert.ok(
      edits.some((edit) => /^acceptInvitation: POST \S+ is proposed; POST \S+ is nearly as likely$/.test(edit)),
      edits.join("\n"),
    );
  });

  it("marks a call that the node does not have as unavailable, and says so", async () => {
    const { overrides, edits } = await proposed(described(swagger({})));
    const operations = JSON.stringify(overrides);
    assert.equal(operations.match(/"unavailable":true/g)?.length, 8);
    assert.equal(edits.filter((edit) => edit.includes("marked as unavailable")).length, 5);
  });

  it("never sends a code or a password in a path or a query", async () => {
    const paths = {
      "/invitations/{code}/accept": {
        post: {
          parameters: [{ name: "code", in: "path", required: true, type: "string" }],
          ...answering({ id: text }),
        },
      },
      "/invitations/accept": {
        post: {
          parameters: [{ name: "invitationCode", in: "query", required: true, type: "string" }],
          ...answering({ id: text }),
        },
      },
    };
    const { choices } = await proposed(described(swagger(paths)));
    assert.equal(choices.find(({ name }) => name === "acceptInvitation")?.chosen, undefined);
  });

  it("never uses a reading call to delete, accept or initiate", async () => {
    const read = {
      get: {
        operationId: "deleteConnection",
        parameters: [{ name: "id", in: "path", required: true, type: "string" }],
      },
    };
    const { choices } = await proposed(
      described(swagger({ "/connections/{id}/delete": read, "/connections/accept": { get: answering({ id: text }) } })),
    );
    for (const name of ["deleteConnection", "acceptInvitation", "initiateConnection"])
      assert.equal(choices.find((each) => each.name === name)?.chosen, undefined);
  });
});

describe("A profile compared with a description", () => {
  const usual = {
    "/connections/{key}": { delete: { parameters: [{ name: "key", in: "path", required: true, type: "string" }] } },
  };

  it("fits with any names of path parameters in the description", () => {
    const finding = findingsOf(defaultNodeApi, described(swagger(usual))).find(
      ({ name }) => name === "deleteConnection",
    );
    assert.equal(finding?.verdict, "fits");
  });

  it("lists the differences in query, body, answer and spelling", () => {
    const post = {
      ...bodyOf({ name: text, mode: { type: "string", enum: ["SCRIPT", "BASIC"] }, private: text, zone: text }, [
        "zone",
      ]),
      ...answering({ key: text }),
    };
    const description = described(
      swagger({
        "/connections": { post, get: { parameters: [{ name: "site", in: "query", required: true, type: "string" }] } },
      }),
    );
    const differencesOf = (operation: string) =>
      findingsOf(defaultNodeApi, description).find(({ name }) => name === operation)?.differences;
    assert.deepEqual(differencesOf("initiateConnection"), [
      "its body has no /description, /localShortName, /remoteShortName, /remoteUrl, /project",
      "its body requires /zone",
      "/private is not true or false",
      '/mode is spelled "SCRIPT", "BASIC"',
      "its answer has no connectionId at /id",
    ]);
    assert.deepEqual(differencesOf("listConnections")?.[0], 'it requires the query parameter "site"');
  });

  it("is explained only when it differs", async () => {
    const description = described(swagger(usual));
    assert.equal(await explanationOf("deleteConnection", defaultNodeApi, description, new Turns()), undefined);
    assert.match(
      (await explanationOf("acceptInvitation", defaultNodeApi, description, new Turns())) ?? "",
      /has no POST .*accept\. Nothing in it looks like this call\.$/,
    );
  });
});

describe("The merge patch between two documents", () => {
  const pairs: [object, object][] = [
    [{}, {}],
    [{ a: 1 }, { a: 2, b: { c: [1] } }],
    [{ a: { b: 1, c: 2 } }, { a: { c: 2 } }],
    [{ a: { b: 1 } }, { a: "text" }],
    [{ a: "text" }, { a: {} }],
    [{ a: [1, 2] }, { a: [2] }],
  ];
  for (const [source, target] of pairs) {
    it(`changes ${JSON.stringify(source)} into ${JSON.stringify(target)}`, () => {
      const patch = mergePatchBetween({ ...source }, { ...target });
      assert.deepEqual(patch === undefined ? source : mergePatch(source, patch), target);
    });
  }
});
