import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import type { OperationName } from "../../../src/exalate/profile/operations.ts";
import { nodeApiWith } from "../../../src/exalate/profile/overrides.ts";
import { described, proposed, swagger } from "../../support/describing.ts";
import { failsWith } from "../../support/failures.ts";

const text = { type: "string" };
const flag = { type: "boolean" };

function object(properties: object, required: string[] = []) {
  return { type: "object", properties, required };
}

function sending(schema: object, answer: object = object({ id: text }), status = 200) {
  return {
    parameters: [{ in: "body", name: "body", required: true, schema }],
    responses: { [status]: { description: "done", schema: answer } },
  };
}

const profileBody = {
  name: text,
  description: text,
  localShortName: text,
  remoteShortName: text,
  remoteUrl: text,
  private: flag,
  mode: text,
  project: text,
};

/** An operation as it is proposed for these paths, with what is left to edit as one text. */
async function operationFor(name: OperationName, paths: object) {
  const { api, edits, findings, overrides } = await proposed(described(swagger(paths)));
  const own = edits.filter(({ pointer }) => pointer.includes(name) || pointer.startsWith("/spellings"));
  const lines = own.map(({ pointer, why }) => `${pointer}: ${why}`).join("\n");
  const finding = findings.find((each) => each.name === name) ?? assert.fail();
  return { api, operation: api.operations[name] ?? assert.fail(), edits: lines, finding, overrides };
}

const initiateWith = (properties: object, required: string[] = [], answer?: object, status?: number) =>
  operationFor("initiateConnection", {
    "/connections": { post: sending(object(properties, required), answer, status) },
  });

describe("The form of a described call", () => {
  it("fits when it is that of the profile", async () => {
    const { finding, operation } = await initiateWith(profileBody);
    assert.deepEqual([finding.verdict, operation], ["fits", defaultNodeApi.operations.initiateConnection]);
  });

  it("is taken over when values are elsewhere, without a second possibility", async () => {
    const { name: _, project: __, ...others } = profileBody;
    const moved = { ...others, connection: object({ name: text }), projectKey: text };
    const { operation, edits, finding } = await initiateWith(moved);
    assert.deepEqual([edits, finding.verdict, operation.evidence], ["", "differs", "described"]);
    assert.deepEqual(operation.body?.connection, { name: "{connectionName}" });
    assert.deepEqual([operation.body?.projectKey, operation.body?.name], ["{project}", undefined]);
  });

  it("never puts the name of the connection into that of the project", async () => {
    const { name: _, ...others } = profileBody;
    for (const project of [{ project: object({ name: text }) }, { target: object({ name: text }) }]) {
      const { operation, edits } = await initiateWith({ ...others, ...project, title: text }, ["title"]);
      assert.deepEqual([operation.body?.name, operation.body?.title], ["{EDIT}", "{EDIT}"]);
      assert.ok(!JSON.stringify(operation.body?.project ?? {}).includes("connectionName"));
      assert.match(edits, /\/operations\/initiateConnection\/body\/name: it has no \/body\/name for connectionName/);
    }
  });

  it("has a gap where a value has two possibilities", async () => {
    const { name: _, ...others } = profileBody;
    const { operation, edits } = await initiateWith({ ...others, connectionName: text, relationName: text });
    assert.equal(operation.body?.name, "{EDIT}");
    assert.match(edits, /for connectionName/);
  });

  it("has a gap for each required member that is not sent, and is refused until it is filled in", async () => {
    const zone = { zone: object({ code: text, note: text }, ["code"]), shelf: object({ row: text }, ["row"]) };
    const { operation, edits, overrides } = await initiateWith({ ...profileBody, tenant: text, ...zone }, [
      "tenant",
      "zone",
    ]);
    assert.deepEqual([operation.body?.tenant, operation.body?.zone], ["{EDIT}", { code: "{EDIT}" }]);
    assert.equal(operation.body?.shelf, undefined);
    assert.match(edits, /^\/operations\/initiateConnection\/body\/tenant: it requires \/body\/tenant$/m);
    await failsWith("EXA502", () => nodeApiWith(JSON.stringify(overrides)));
  });

  it("leaves out only what nobody misses", async () => {
    const { description: _, mode: __, ...others } = profileBody;
    const { operation, edits, finding } = await initiateWith(others);
    assert.deepEqual([operation.body?.description, operation.body?.mode], [undefined, "{EDIT}"]);
    assert.match(edits, /\/body\/mode/);
    assert.ok(finding.notes.differences.some((each) => each.includes("/body/description")));
  });

  it("keeps what is not described", async () => {
    const post = { responses: {} };
    const { finding, operation } = await operationFor("initiateConnection", { "/connections": { post } });
    assert.deepEqual([finding.verdict, operation], ["fits", defaultNodeApi.operations.initiateConnection]);
    assert.deepEqual(finding.notes.remarks, ["/body is not described", "its answer is not described"]);
  });

  it("does not fit when the body is no JSON", async () => {
    const post = { consumes: ["text/plain"], ...sending(text) };
    const { finding } = await operationFor("acceptInvitation", { "/connections/accept": { post } });
    assert.ok(finding.notes.differences.includes("it takes text/plain, not JSON"));
  });

  it("takes no id for the connection's that can be that of a job", async () => {
    const answers: [object, number][] = [
      [object({ id: text, state: text }), 202],
      [object({ id: text, connection: object({ id: text }) }), 200],
      [object({ jobId: text }), 200],
    ];
    for (const [answer, status] of answers) {
      const { operation, edits } = await initiateWith(profileBody, [], answer, status);
      assert.deepEqual([operation.result?.connectionId, edits], [undefined, ""]);
    }
  });

  it("spells a mode as the node does only when its word is the same", async () => {
    const same = await initiateWith({ ...profileBody, mode: { enum: ["SCRIPT", "BASIC"] } });
    assert.deepEqual([same.api.spellings, same.edits], [{ mode: { script: "SCRIPT", basic: "BASIC" } }, ""]);
    const other = await initiateWith({ ...profileBody, mode: { enum: ["SCRIPTED", "SIMPLE"] } });
    assert.deepEqual(other.api.spellings.mode, { script: "{EDIT}" });
    assert.match(other.edits, /^\/spellings\/mode\/script: its mode is one of "SCRIPTED", "SIMPLE"/m);
  });
});

describe("The form of a described list", () => {
  const listWith = (item: object, parameters: object[] = []) => {
    const schema = object({ total: { type: "integer" }, results: { type: "array", items: object(item) } });
    const get = { parameters, responses: { 200: { description: "some", schema } } };
    return operationFor("listConnections", { "/connections": { get } });
  };
  const item = { id: text, name: text, status: text, communication: object({ remoteUrl: text }) };
  const inQuery = (name: string, more: object = {}) => ({ in: "query", name, type: "integer", ...more });

  it("has a gap for a needed value of its items", async () => {
    const { operation, edits } = await listWith({ id: text, status: text });
    assert.deepEqual(operation.item?.connectionName, ["{EDIT}"]);
    assert.match(edits, /\/item\/connectionName: its answer has no connectionName at \/name/);
  });

  it("reads a status in other words only after a person has said what they mean", async () => {
    const { api, edits } = await listWith({ ...item, status: { enum: ["INVITED", "active", "OFF"] } });
    assert.deepEqual(api.spellings.status, { PENDING: "{EDIT}" });
    assert.match(edits, /write which one means PENDING/);
    const known = await listWith({ ...item, status: { enum: ["pending", "ACTIVE", "Deactivated"] } });
    assert.equal(known.finding.verdict, "fits");
  });

  const pages: [parameter: object, text: string][] = [
    [inQuery("page"), "{EDIT}"],
    [inQuery("page", { default: 0 }), "{page}"],
    [inQuery("pageNumber", { minimum: 1 }), "{pageNumber}"],
    [inQuery("cursor", { default: 1 }), "{EDIT}"],
  ];
  for (const [parameter, expected] of pages) {
    it(`is paged by ${JSON.stringify(parameter)} as ${expected}`, async () => {
      const { operation } = await listWith(item, [parameter, inQuery("size")]);
      const { size, offset, ...others } = operation.query ?? {};
      assert.deepEqual([Object.values(others), size, offset], [[expected], "{limit}", undefined]);
    });
  }

  it("has a gap for a required query parameter and a required header", async () => {
    const { operation } = await listWith(item, [
      inQuery("offset"),
      inQuery("site", { required: true }),
      { in: "header", name: "X-Site", required: true, type: "string" },
      { in: "header", name: "X-Session-Token", required: true, type: "string" },
    ]);
    assert.deepEqual(operation.query, { offset: "{offset}", site: "{EDIT}" });
    assert.deepEqual(operation.headers, { "X-Site": "{EDIT}" });
  });
});

describe("A list of connections that is described with a parameter for a name", () => {
  const listWith = (names: readonly string[]) => {
    const parameters = names.map((name) => ({ in: "query", name, type: "string" }));
    const entry = object({ id: text, name: text, status: text, communication: object({ remoteUrl: text }) });
    const schema = object({ total: { type: "integer" }, results: { type: "array", items: entry } });
    const responses = { 200: { description: "done", schema } };
    return operationFor("listConnections", { "/connections": { get: { parameters, responses } } });
  };

  for (const name of ["name", "connectionName", "relationName"]) {
    it(`is asked for one name by ${name}`, async () => {
      const { operation, edits, finding } = await listWith(["offset", "limit", name]);
      assert.equal(edits, "");
      assert.deepEqual(operation.query, { offset: "{offset}", limit: "{limit}", [name]: "{connectionName}" });
      assert.deepEqual(finding.notes.differences, [`it can be asked for one name by /query/${name}`]);
    });
  }

  it("is not, when two parameters could be meant, or none", async () => {
    for (const others of [["name", "connectionName"], ["search"], ["projectName"], []]) {
      const { operation, finding } = await listWith(["offset", "limit", ...others]);
      assert.deepEqual([operation, finding.verdict], [defaultNodeApi.operations.listConnections, "fits"]);
    }
  });

  it("leads to overrides that the tasks accept", async () => {
    const { overrides } = await listWith(["offset", "limit", "name"]);
    const api = await nodeApiWith(JSON.stringify(overrides));
    assert.equal(api.operations.listConnections?.query?.name, "{connectionName}");
  });
});
