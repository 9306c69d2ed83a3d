import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { describe, it } from "mocha";
import { readDialect } from "../../tools/exalate-node/dialects.ts";
import { type DialectName, dialectNames, type ExalateNode } from "../../tools/exalate-node/node.ts";
import { ApiDocument } from "./api-document.ts";
import { jsonOf, type Reply, send, start } from "./requests.ts";

const remoteUrl = "https://contoso.exalate.test";

/** Valid settings to initiate a connection, in each dialect. */
const settingsByDialect: Record<DialectName, object> = {
  relations: {
    relationName: "a",
    sourceShortName: "Fabrikam",
    targetShortName: "Contoso",
    remoteInstanceUrl: remoteUrl,
    privateInstance: false,
    configurationType: "script",
    projectKey: "Fabrikam",
  },
  nested: {
    connection: { name: "a", shortName: "Fabrikam", mode: "SCRIPT", project: "Fabrikam" },
    remote: { shortName: "Contoso", url: remoteUrl, private: false },
  },
  "two-step": {
    name: "a",
    localShortName: "Fabrikam",
    remoteShortName: "Contoso",
    remoteUrl,
    private: false,
    mode: "script",
    project: "Fabrikam",
  },
};

const acceptances: Record<DialectName, (code: string) => object> = {
  relations: (invitation) => ({ invitation, projectKey: "Fabrikam" }),
  nested: (code) => ({ invitation: { code }, connection: { project: "Fabrikam" } }),
  "two-step": (code) => ({ code, project: "Fabrikam" }),
};

function documentOf(node: ExalateNode, name: DialectName): Promise<ApiDocument> {
  return name === "relations" ? ApiDocument.of(node, "Authorization", "Bearer ") : ApiDocument.of(node);
}

async function open(name: DialectName): Promise<{ node: ExalateNode; document: ApiDocument }> {
  const node = await start({ dialect: name });
  return { node, document: await documentOf(node, name) };
}

function assertDescribed(document: ApiDocument, operationId: string, reply: Reply): void {
  const ajv = new Ajv({ strict: false });
  const validate = ajv.compile(document.answerSchema(operationId, reply.status));
  assert.ok(validate(jsonOf(reply)), `${operationId} ${reply.text}: ${ajv.errorsText(validate.errors)}`);
}

describe("embedded node: its built-in dialects", () => {
  for (const name of dialectNames) {
    it(`${name}: the page names a document in which every reference is defined`, async () => {
      const { content } = (await open(name)).document;
      const references = [...JSON.stringify(content).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = ""]) => path);
      assert.ok(references.length > 10);
      for (const path of references) {
        const target = path.split("/").reduce((inner, step) => inner?.[step], content);
        assert.ok(target, path);
      }
    });

    it(`${name}: the document agrees with the server about paths, methods and sessions`, async () => {
      const { node, document } = await open(name);
      for (const { method, path, described } of document.operations) {
        const url = `${node.url}/rest/issuehub/4.0${path.replace(/\{\w+\}/, "1")}`;
        const reply = await send(method, url, ["GET", "DELETE"].includes(method) ? {} : { body: {} });
        assert.equal(reply.status === 401, described.security.length > 0, `${method} ${path} ${reply.status}`);
        assert.ok(![404, 405].includes(reply.status), `${method} ${path}`);
        const placeholders = described.parameters.filter((each) => each.in === "path").map((each) => `{${each.name}}`);
        assert.deepEqual(placeholders, path.match(/\{\w+\}/g) ?? []);
      }
    });

    it(`${name}: the document agrees with the server's answers`, async () => {
      const { node, document } = await open(name);
      node.addConnection({ name: "hidden", remoteUrl: null });
      const { id } = node.addConnection({ name: "pending", remoteUrl });
      const foreign = (await start({ dialect: name })).addConnection({ name: "theirs", remoteUrl: node.url });
      const body = acceptances[name](foreign.invitationCode);
      const calls: [string, Promise<Reply>][] = [
        ["listConnections", document.call("listConnections")],
        ["searchProjects", document.call("searchProjects")],
        ["readInvitation", document.call("readInvitation", { id })],
        ["initiateConnection", document.call("initiateConnection", { body: settingsByDialect[name] })],
        ["initiateConnection", document.call("initiateConnection", { body: {} })],
        ["acceptInvitation", document.call("acceptInvitation", { body })],
        ["deactivateConnection", document.call("deactivateConnection", { id })],
        ["healthcheck", document.call("healthcheck")],
      ];
      for (const [operation, reply] of calls) assertDescribed(document, operation, await reply);
      assertDescribed(document, "acceptInvitation", await document.call("acceptInvitation", { body }));
    });

    it(`${name}: the node refuses usual calls`, async () => {
      const { node } = await open(name);
      const headers = { "X-exalate-jwt": node.issueSession() };
      const accept = `${node.url}/rest/issuehub/4.0/connections/accept`;
      const reply = await send("POST", accept, { headers, body: { invitationCode: "x", project: "Fabrikam" } });
      assert.ok([404, 405].includes(reply.status), String(reply.status));
    });
  }

  it("relations: renames members, accepts with PUT, and uses the session as a bearer token", async () => {
    const { node, document } = await open("relations");
    assert.deepEqual([document.mediaType, document.content.openapi], ["application/json", "3.0.3"]);
    const { session } = document.content.components.securitySchemes;
    assert.deepEqual(session, { type: "http", scheme: "bearer" });
    assert.equal(document.operation("acceptInvitation").method, "PUT");
    const reply = await document.call("initiateConnection", { body: settingsByDialect.relations });
    const [connection] = node.connections();
    assert.deepEqual(jsonOf(reply), {
      relationId: connection?.id,
      relationName: "a",
      state: "PENDING",
      invitation: connection?.invitationCode,
    });
    const list = jsonOf(await document.call("listConnections", { query: "?start=0&count=5" }));
    assert.deepEqual(list, {
      start: 0,
      count: 5,
      total: 1,
      relations: [
        {
          relationId: connection?.id,
          relationName: "a",
          description: "",
          state: "PENDING",
          remoteInstanceUrl: remoteUrl,
        },
      ],
    });
    const url = `${node.url}/rest/issuehub/4.0/relations`;
    const bare = await send("GET", url, { headers: { Authorization: node.issueSession() } });
    assert.deepEqual(jsonOf(bare), { message: "The header Authorization is missing" });
  });

  it("nested: nests bodies, wraps answers, and has numeric ids and other words", async () => {
    const { node, document } = await open("nested");
    assert.deepEqual([document.mediaType, document.content.openapi], ["application/yaml", "3.0.3"]);
    const reply = await document.call("initiateConnection", { body: settingsByDialect.nested });
    const [connection] = node.connections();
    const id = Number(connection?.id);
    assert.ok(Number.isSafeInteger(id));
    assert.equal(connection?.mode, "script");
    assert.deepEqual(jsonOf(reply), {
      data: { connection: { id, name: "a", status: "WAITING" }, invitation: { code: connection?.invitationCode } },
    });
    assert.deepEqual(jsonOf(await document.call("listConnections")), {
      data: {
        page: { offset: 0, limit: 50, total: 1 },
        connections: [{ id, name: "a", description: "", status: "WAITING", remote: { url: remoteUrl } }],
      },
    });
    const again = await document.call("initiateConnection", { body: settingsByDialect.nested });
    assert.deepEqual(jsonOf(again), { error: { text: 'Connection with the name "a" already exists' } });
    assert.equal((await document.call("deleteConnection", { id: String(id) })).status, 204);
  });

  it("two-step: answers with an id, creates the code with another call, and lists by page", async () => {
    const { node, document } = await open("two-step");
    assert.deepEqual([document.mediaType, document.content.swagger], ["application/json", "2.0"]);
    const reply = await document.call("initiateConnection", { body: settingsByDialect["two-step"] });
    const [connection] = node.connections();
    const id = connection?.id ?? "";
    assert.deepEqual(jsonOf(reply), { id });
    assert.equal(document.operation("readInvitation").method, "POST");
    assert.deepEqual(jsonOf(await document.call("readInvitation", { id })), { code: connection?.invitationCode });
    for (const name of ["b", "c"]) node.addConnection({ name, remoteUrl });
    const second = await document.call("listConnections", { query: "?page=1&size=2" });
    const { content, ...others } = JSON.parse(second.text);
    assert.deepEqual(others, { page: 1, size: 2 });
    assert.deepEqual(
      content.map(({ name, status }: { name: string; status: string }) => [name, status]),
      [["c", "INVITED"]],
    );
  });

  it("two-step: has no call to delete, and shows its description only to signed-in callers", async () => {
    const { node, document } = await open("two-step");
    assert.ok(document.operations.every(({ method }) => method !== "DELETE"));
    for (const path of ["/swagger", "/api-description/node.json"]) {
      assert.equal((await send("GET", `${node.url}${path}`)).status, 401);
    }
    assert.equal((await send("GET", `${node.url}/swagger.json`)).status, 404);
  });

  it("are found by exact name; any other text is a file", () => {
    for (const name of dialectNames) assert.ok(readDialect(name).document);
    assert.throws(() => readDialect("relation"), /ENOENT/);
  });
});
