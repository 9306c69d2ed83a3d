import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseDialect } from "../../tools/exalate-node/dialect.ts";
import { ask, assertMembers, jsonOf, memberOf, refusalOf, send, settings, start } from "./requests.ts";

const dialect = {
  paths: { listConnections: "/relations", initiateConnection: "/relations", readInvitation: "/invitations/of/{id}" },
  fields: {
    listConnections: { offset: "start", results: "items", remoteUrl: "peer" },
    initiateConnection: { name: "relationName", remoteUrl: "peer", invitationCode: "code" },
    acceptInvitation: { id: "relationId" },
  },
};
const { name, remoteUrl, ...others } = settings;
const dialectSettings = { ...others, relationName: name, peer: remoteUrl };

describe("embedded node: with a dialect", () => {
  it("understands renamed paths and members, and answers with them", async () => {
    const node = await start({ dialect });
    const reply = await ask(node, "POST", "/relations", dialectSettings);
    const [connection] = node.connections();
    assert.deepEqual(jsonOf(reply), {
      id: connection?.id,
      relationName: name,
      status: "PENDING",
      code: connection?.invitationCode,
    });
    assertMembers(connection, settings);
    const read = await ask(node, "GET", `/invitations/of/${connection?.id}`);
    assert.equal(memberOf(read, "invitationCode"), connection?.invitationCode);
  });

  it("renames parameters, lists and members at any depth", async () => {
    const node = await start({ dialect });
    node.addConnection({ name: "first", remoteUrl });
    const { id } = node.addConnection({ name: "second", remoteUrl });
    assert.deepEqual(jsonOf(await ask(node, "GET", "/relations?start=1")), {
      start: 1,
      limit: 50,
      total: 2,
      items: [{ id, name: "second", description: "", status: "PENDING", communication: { peer: remoteUrl } }],
    });
  });

  it("no longer knows the usual names", async () => {
    const node = await start({ dialect });
    assert.equal((await ask(node, "GET", "/connections")).status, 404);
    const query = await ask(node, "GET", "/relations?offset=1");
    assert.deepEqual(refusalOf(query), [400, 'The parameter "offset" is not known']);
    const member = await ask(node, "POST", "/relations", settings);
    assert.deepEqual(refusalOf(member), [400, 'The member "relationName" is missing']);
  });

  it("connects with a node that uses the usual API", async () => {
    const [source, destination] = [await start({ dialect }), await start()];
    const invitationCode = memberOf(await ask(source, "POST", "/relations", dialectSettings), "code");
    const body = { invitationCode, project: "Fabrikam" };
    assert.equal((await ask(destination, "POST", "/connections/accept", body)).status, 200);
    assert.equal(source.connections()[0]?.status, "ACTIVE");
  });

  it("lacks absent operations, and keeps only the listed members of an answer", async () => {
    const node = await start({ dialect: { absent: ["searchProjects"], answers: { initiateConnection: ["id"] } } });
    assert.equal((await ask(node, "GET", "/scopeparams/search")).status, 404);
    const reply = await ask(node, "POST", "/connections", settings);
    assert.deepEqual(jsonOf(reply), { id: node.connections()[0]?.id });
    const refusal = await ask(node, "POST", "/connections", settings);
    assert.deepEqual(refusalOf(refusal), [409, `Connection with the name "${name}" already exists`]);
  });

  it("does not translate a name that is a built-in object member", async () => {
    const node = await start({ dialect: { spellings: { status: { PENDING: "WAITING" } } } });
    node.addConnection({ name: "constructor", remoteUrl });
    assert.match((await ask(node, "GET", "/connections")).text, /"name":"constructor",.*"status":"WAITING"/);
  });

  it("renames outer members and the placeholders of paths", async () => {
    const fields = {
      listConnections: { communication: "peer" },
      deleteConnection: { id: "connectionId" },
    };
    const node = await start({ dialect: { fields } });
    const { id } = node.addConnection({ name: "a", remoteUrl });
    assert.match((await ask(node, "GET", "/connections")).text, /"peer":\{"remoteUrl":/);
    const { paths } = JSON.parse((await send("GET", `${node.url}/swagger.json`)).text);
    assert.ok(paths["/connections/{connectionId}"].delete);
    assert.equal((await ask(node, "DELETE", `/connections/${id}`)).status, 204);
  });

  it("is described in the Swagger document", async () => {
    const node = await start({ dialect });
    const { paths, definitions } = JSON.parse((await send("GET", `${node.url}/swagger.json`)).text);
    assert.deepEqual(Object.keys(paths["/relations"]), ["get", "post"]);
    assert.equal(paths["/relations"].get.parameters[0].name, "start");
    assert.deepEqual(definitions.initiateConnectionRequest.required[0], "relationName");
    assert.ok(definitions.listConnectionsAnswer200.properties.items.items.properties.communication.properties.peer);
  });

  const invalidCases: [string, object, RegExp][] = [
    ["an unknown operation", { paths: { initiate: "/x" } }, /operation "initiate", which does not exist/],
    ["a call between nodes", { paths: { completeConnection: "/x" } }, /"completeConnection" cannot be renamed/],
    ["a lost placeholder", { paths: { deleteConnection: "/x" } }, /"\/x" cannot replace "\/connections\/\{id\}"/],
    ["an unknown absent operation", { absent: ["fly"] }, /operation "fly", which does not exist/],
    ["an unknown member to keep", { answers: { searchProjects: ["nam"] } }, /"searchProjects" has no field "nam"/],
    ["an unknown field", { fields: { searchProjects: { nam: "x" } } }, /"searchProjects" has no field "nam"/],
  ];
  for (const [what, wrong, message] of invalidCases) {
    it(`does not start with ${what}`, async () => {
      await assert.rejects(start({ dialect: wrong }), message);
    });
  }

  const invalidDialects: [string, RegExp][] = [
    ['{"path":{}}', /^Error: This is not a dialect. The member "path" is not known$/],
    ['{"paths":{"authenticate":1}}', /The member "authenticate" must be of type string/],
    ['{"fields":[]}', /The member "fields" must be of type object/],
    ['{"methods":{"authenticate":"FETCH"}}', /The member "authenticate" must be one of GET, POST, PUT, PATCH, DELETE/],
    ['{"session":{"prefix":"Bearer "}}', /The member "header" is missing/],
    ["[]", /The dialect must be of type object/],
  ];
  for (const [content, message] of invalidDialects) {
    it(`cannot be ${content}`, () => assert.throws(() => parseDialect(content), message));
  }

  it("is read from JSON", () => {
    assert.deepEqual(parseDialect(JSON.stringify(dialect)), dialect);
  });
});
