import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { describe, it } from "mocha";
import type { ExalateNode } from "../../tools/exalate-node/node.ts";
import { ask, base, fullDocument, type Reply, send, settings, start } from "./requests.ts";

interface Operation {
  readonly operationId: string;
  readonly parameters: { name: string; in: string; required?: boolean; type?: string; schema?: { $ref: string } }[];
  readonly responses: Record<string, { description: string; schema?: { $ref: string } }>;
  readonly security: object[];
}

async function operationsOf(node: ExalateNode) {
  const { paths } = await fullDocument(node);
  return Object.entries<Record<string, Operation>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

/** Checks an answer against its schema in the document. */
async function checkAnswer(node: ExalateNode, operationId: string, reply: Reply): Promise<void> {
  const found = (await operationsOf(node)).find(({ operation }) => operation.operationId === operationId);
  const response = found?.operation.responses[reply.status];
  assert.ok(response, `${operationId} describes no answer ${reply.status}`);
  const { definitions } = await fullDocument(node);
  const nullable = JSON.parse(JSON.stringify(definitions), (_, schema) =>
    schema?.["x-nullable"] ? { ...schema, type: [schema.type, "null"] } : schema,
  );
  const ajv = new Ajv({ strict: false });
  const validate = ajv.compile({ definitions: nullable, ...response.schema });
  assert.ok(validate(JSON.parse(reply.text)), `${operationId}: ${ajv.errorsText(validate.errors)}`);
}

describe("embedded node: its Swagger document", () => {
  it("is well formed: placeholders, references, responses, security", async () => {
    const node = await start();
    const document = await fullDocument(node);
    assert.deepEqual([document.swagger, document.basePath, document.schemes], ["2.0", base, ["http"]]);
    assert.equal(`http://${document.host}`, node.url);
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"\$ref":"#\/definitions\/(\w+)"/g))
      assert.ok(document.definitions[String(name)]);
    for (const { path, operation } of await operationsOf(node)) {
      const inPath = operation.parameters.filter((each) => each.in === "path").map(({ name }) => `{${name}}`);
      assert.deepEqual(inPath, path.match(/\{\w+\}/g) ?? []);
      assert.ok(operation.parameters.every((each) => (each.in === "body" ? each.schema : each.type)));
      assert.ok(Object.values(operation.responses).every(({ description }) => description.length > 0));
    }
  });

  it("names every operation once", async () => {
    const names = (await operationsOf(await start())).map(({ operation }) => operation.operationId);
    assert.deepEqual(names.sort(), [
      "acceptInvitation",
      "activateConnection",
      "authenticate",
      "checkInvitation",
      "completeConnection",
      "deactivateConnection",
      "deleteConnection",
      "describeDestination",
      "healthcheck",
      "initiateConnection",
      "listConnections",
      "readInvitation",
      "searchProjects",
    ]);
  });

  it("agrees with the server about paths, methods and sessions", async () => {
    const node = await start();
    for (const { path, method, operation } of await operationsOf(node)) {
      const url = `${node.url}${base}${path.replace("{id}", "none")}`;
      const reply = await send(method.toUpperCase(), url, method === "post" ? { body: {} } : {});
      assert.equal(reply.status === 401, operation.security.length > 0, `${method} ${path} ${reply.status}`);
      assert.ok(![404, 405].includes(reply.status), `${method} ${path}`);
    }
  });

  it("agrees with the server about required members of a body", async () => {
    const node = await start();
    const { definitions } = await fullDocument(node);
    const { required, properties } = definitions.initiateConnectionRequest;
    assert.deepEqual(Object.keys(properties).sort(), Object.keys(settings).sort());
    for (const member of required) {
      const reply = await ask(node, "POST", "/connections", { ...settings, [member]: undefined });
      assert.match(reply.text, new RegExp(`\\\\"${member}\\\\" is missing`));
    }
  });

  it("agrees with the server's answers", async () => {
    const node = await start();
    const { id } = node.addConnection({ name: "hidden", remoteUrl: null });
    const active = node.addConnection({ name: "active", remoteUrl: node.url, status: "ACTIVE" });
    await checkAnswer(node, "listConnections", await ask(node, "GET", "/connections"));
    await checkAnswer(node, "searchProjects", await ask(node, "GET", "/scopeparams/search"));
    await checkAnswer(node, "healthcheck", await ask(node, "GET", "/healthcheck"));
    await checkAnswer(node, "describeDestination", await ask(node, "GET", `/destinations?url=${node.url}`));
    await checkAnswer(node, "describeDestination", await ask(node, "GET", "/destinations?url=http://127.0.0.1:1"));
    await checkAnswer(node, "listConnections", await send("GET", `${node.url}${base}/connections`));
    await checkAnswer(node, "initiateConnection", await ask(node, "POST", "/connections", settings));
    await checkAnswer(node, "initiateConnection", await ask(node, "POST", "/connections", settings));
    await checkAnswer(node, "readInvitation", await ask(node, "GET", `/connections/${id}/invitation`));
    await checkAnswer(node, "deactivateConnection", await ask(node, "POST", `/connections/${active.id}/deactivate`));
    await checkAnswer(node, "activateConnection", await ask(node, "POST", `/connections/${active.id}/activate`));
    const body = { invitationCode: (await start()).addConnection({ name: "n", remoteUrl: null }).invitationCode };
    const acceptance = { ...body, project: "Fabrikam" };
    await checkAnswer(node, "acceptInvitation", await ask(node, "POST", "/connections/accept", acceptance));
    await checkAnswer(node, "acceptInvitation", await ask(node, "POST", "/connections/accept", acceptance));
  });

  it("follows the node's settings", async () => {
    const node = await start({ canReadInvitation: false, tokenPlace: "jwt" });
    const { paths, definitions } = await fullDocument(node);
    assert.equal(paths["/connections/{id}/invitation"], undefined);
    assert.deepEqual(definitions.authenticateAnswer200.required, ["jwt"]);
    const usual = await fullDocument(await start());
    assert.deepEqual(Object.keys(usual.paths["/authenticate"].post.responses[200].headers), ["X-Exalate-Jwt"]);
  });

  it("is named by a page without further resources", async () => {
    const node = await start();
    const page = await send("GET", `${node.url}/swagger`);
    assert.match(String(page.headers["content-type"]), /^text\/html/);
    assert.match(page.text, /Swagger UI[\s\S]*href="\/swagger\.json"[\s\S]*\/connections\/accept/);
    assert.doesNotMatch(page.text, /<script|src=|https?:/);
  });

  it("can be limited to signed-in callers", async () => {
    const node = await start({ swaggerNeedsSignIn: true });
    for (const path of ["/swagger", "/swagger.json"]) {
      const headers = { "X-exalate-jwt": node.issueSession() };
      assert.equal((await send("GET", `${node.url}${path}`)).status, 401);
      assert.equal((await send("GET", `${node.url}${path}`, { headers })).status, 200);
    }
  });
});
