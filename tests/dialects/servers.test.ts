import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { isObject, type JsonObject, jsonOrUndefined, listOf, objectOf, textOf } from "../../src/core/json.ts";
import { ConsoleInProcess, type ConsoleRequest, send } from "./console-in-process.ts";
import { type ServerKind, serverKinds } from "./servers/all.ts";
import type { DialectServer } from "./servers/shared/dialect-server.ts";

const name = "Contoso_to_Fabrikam";

/** Kinds of servers with a trap that makes an invitation useless. */
const invitationEnding = ["spring", "play", "asynchronous", "kubernetes"];

/** Changing calls that none of the tasks needs, by the kind of server; `{id}` is the id of a connection. */
const traps: Readonly<Record<string, readonly (readonly [method: string, path: string])[]>> = {
  spring: [
    ["DELETE", "/api/v2/connections/{id}/history"],
    ["DELETE", "/api/v2/connections/{id}/invitation-code"],
  ],
  play: [
    ["DELETE", "/rest/hub/2.1/relation/{id}/history"],
    ["DELETE", "/rest/hub/2.1/relation/{id}/invitation-code"],
    ["DELETE", "/rest/hub/2.1/relations"],
  ],
  asynchronous: [["POST", "/api/sync/connections/{id}:reset"]],
  poor: [["POST", "/links/{id}/clear-errors"]],
  keys: [["POST", "/v1/connections/delete_all_errors"]],
  kubernetes: [
    ["DELETE", "/apis/sync.contoso.example/v1/namespaces/default/connections/{id}/invitation"],
    ["DELETE", "/apis/sync.contoso.example/v1/namespaces/default/connections"],
  ],
};

for (const [kindName, kind] of Object.entries(serverKinds)) {
  describe(`The server "${kindName}" and its console`, () => {
    let contoso: DialectServer;
    let fabrikam: DialectServer;
    let person: ConsoleInProcess;

    beforeEach(async () => {
      [contoso, fabrikam] = await startPair(kind);
      person = new ConsoleInProcess(kind.console);
    });
    afterEach(async () => {
      person.leave();
      await Promise.all([contoso.close(), fabrikam.close()]);
    });

    it("lead from sign-in to a connection that is active on both sides, and to its removal", async () => {
      await person.visit(contoso);
      assert.deepEqual(await person.api.listConnections(), []);
      assert.deepEqual((await person.api.describeDestination(fabrikam.url)).modes, ["basic", "script"]);
      const { id, invitationCode } = await person.initiate(name, fabrikam.url);
      assert.ok(invitationCode.length > 600);
      const pending = { id, name, destination: fabrikam.url, status: "PENDING" };
      assert.deepEqual(await person.api.listConnections(), [pending]);
      assert.equal(await person.api.readInvitation(id), invitationCode);

      await person.visit(fabrikam);
      await assert.rejects(person.api.checkInvitation("not-a-code"));
      await person.accept(invitationCode);
      await person.seeUntil(([first]) => first?.name === name && first.status === "ACTIVE");

      await person.visit(contoso);
      assert.deepEqual(await person.api.listConnections(), [{ ...pending, status: "ACTIVE" }]);
      assert.deepEqual(contoso.connections(), [{ id, name, status: "ACTIVE" }]);
      await person.api.remove(id);
      await person.seeUntil((connections) => connections.length === 0);
      assert.deepEqual([contoso.wrongCalls(), fabrikam.wrongCalls()], [[], []]);
    });

    it("refuse unknown members, wrong types and requests without a session in every changing call", async () => {
      const refusals: number[] = [];
      person.beforeRequest = async (request) => {
        if (request.method === "GET") return;
        for (const spoiled of [...withoutSession(request), ...withWrongBody(request)]) {
          const { status } = await send(spoiled);
          refusals.push(status);
          assert.ok(
            [400, 401, 403, 422].includes(status),
            `${spoiled.method} ${spoiled.url} ${spoiled.body}: ${status}`,
          );
        }
      };
      await person.visit(contoso);
      const { id, invitationCode } = await person.initiate(name, fabrikam.url);
      await person.visit(fabrikam);
      await person.accept(invitationCode);
      await person.visit(contoso);
      await person.api.remove(id);
      assert.ok(refusals.length > 10);
    });

    it("refuse a name that is taken", async () => {
      await person.visit(contoso);
      await person.initiate(name, fabrikam.url);
      await assert.rejects(person.initiate(name, fabrikam.url));
      assert.equal(contoso.connections().length, 1);
      assert.ok(contoso.calls.some(({ status }) => status === 409));
    });

    it("connect a private destination, once", async () => {
      await person.visit(contoso);
      const { invitationCode } = await person.initiate(name, "");
      await person.visit(fabrikam);
      await person.accept(invitationCode.replaceAll("\r\n", "\n"));
      await person.seeUntil(([first]) => first?.status === "ACTIVE");
      const [accepted] = await person.api.listConnections();
      await person.api.remove(accepted?.id ?? "");
      await person.seeUntil((connections) => connections.length === 0);
      await assert.rejects(person.accept(invitationCode));
      assert.deepEqual(
        contoso.connections().map(({ status }) => status),
        ["ACTIVE"],
      );
      assert.deepEqual(fabrikam.connections(), []);
    });

    it("count the changing calls that do something else", async () => {
      await person.visit(contoso);
      const { id, invitationCode } = await person.initiate(name, fabrikam.url);
      const { headers } = person.requests.filter(({ method }) => method !== "GET").at(-1) ?? assert.fail();
      const expected = (traps[kindName] ?? []).map(([method, path]) => [method, path.replace("{id}", id)] as const);
      for (const [method, path] of expected) {
        const { status } = await send({ url: contoso.url + path, method, headers, body: undefined });
        assert.ok(status < 300, `${method} ${path}: ${status}`);
      }
      const counted = contoso.wrongCalls().map(({ method, path }) => [method, path]);
      assert.deepEqual(counted, expected);
      await person.visit(fabrikam);
      const accepting = person.accept(invitationCode);
      await (invitationEnding.includes(kindName) ? assert.rejects(accepting) : accepting);
    });

    it("are described, except for the sign-in of the poor one, and shown on a page", async () => {
      await person.visit(contoso);
      const { id, invitationCode } = await person.initiate(name, fabrikam.url);
      await person.visit(fabrikam);
      await person.accept(invitationCode);
      await person.visit(contoso);
      await person.api.remove(id);
      const document: unknown = await (await fetch(contoso.url + kind.description)).json();
      const changing = person.requests.filter(({ method }) => method !== "GET");
      const undescribed = changing.filter((request) => !describes(document, request));
      const expected = kindName === "poor" ? [contoso, fabrikam, contoso].map(({ url }) => `${url}/login`) : [];
      assert.deepEqual(
        undescribed.map(({ url }) => url),
        expected,
      );
      const page = await fetch(contoso.url);
      assert.match(await page.text(), /<script type="module">/);
    });

    it("list more connections than one page has", async () => {
      const existing = Array.from({ length: 45 }, (_, index) => `Contoso_pilot_${index}`);
      const server = await kind.start({ side: "contoso", existing });
      await person.visit(server);
      const names = (await person.api.listConnections()).map((connection) => connection.name);
      await server.close();
      assert.deepEqual(names, existing);
    });
  });
}

function startPair({ start }: ServerKind): Promise<[contoso: DialectServer, fabrikam: DialectServer]> {
  const delayMilliseconds = 50;
  return Promise.all([start({ side: "contoso", delayMilliseconds }), start({ side: "fabrikam", delayMilliseconds })]);
}

/** A changing request without its session. A sign-in has none. */
function withoutSession(request: ConsoleRequest): ConsoleRequest[] {
  const isSignIn = /\/(login|session|sessions)$/.test(request.url);
  const headers = new Headers({ "Content-Type": "application/json" });
  return isSignIn ? [] : [{ ...request, headers }];
}

/** A request with a member too much, and with each member of a wrong type. */
function withWrongBody(request: ConsoleRequest): ConsoleRequest[] {
  const body = jsonOrUndefined(request.body ?? "");
  if (!isObject(body)) return [];
  const wrong = Object.keys(body).map((member): JsonObject => ({ ...body, [member]: spoiled(body[member]) }));
  return [{ ...body, surplus: true }, ...wrong].map((each) => ({ ...request, body: JSON.stringify(each) }));
}

function spoiled(value: unknown): unknown {
  return typeof value === "number" ? String(value) : 42;
}

/** Whether a Swagger or OpenAPI document has a call with the method and path of a request. */
function describes(document: unknown, { method, url }: ConsoleRequest): boolean {
  const { paths, basePath, servers } = objectOf(document);
  const base = textOf(basePath) || pathOf(textOf(objectOf(listOf(servers)[0]).url));
  return Object.entries(objectOf(paths)).some(([path, calls]) => {
    const pattern = (base + path).replaceAll(/[.]/g, "\\.").replaceAll(/\{\w+\}/g, "[^/]+");
    return new RegExp(`^${pattern}$`).test(pathOf(url)) && Object.hasOwn(objectOf(calls), method.toLowerCase());
  });
}

function pathOf(url: string): string {
  return new URL(url, "http://loopback").pathname.replace(/\/$/, "");
}
