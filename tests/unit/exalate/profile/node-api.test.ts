import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { mergePatch } from "../../../../src/exalate/profile/merge-patch.ts";
import { defaultNodeApi } from "../../../../src/exalate/profile/node-api.ts";
import { type OperationName, operationKind } from "../../../../src/exalate/profile/operations.ts";
import { nodeApiWith } from "../../../../src/exalate/profile/overrides.ts";
import { placeholdersIn } from "../../../../src/exalate/profile/placeholders.ts";
import { profileProblems } from "../../../../src/exalate/profile/validation.ts";
import { failsWith } from "../../../support/failures.ts";

describe("The node API profile", () => {
  it("matches its own schema", () => {
    assert.deepEqual(profileProblems(defaultNodeApi), []);
  });

  it("names the evidence and the source of each operation", () => {
    for (const [name, operation] of Object.entries(defaultNodeApi.operations)) {
      assert.match(operation.evidence, /^(documented|recorded|observed|described|assumed)$/, name);
      assert.ok(operation.source, name);
    }
  });

  it("is unchanged without overrides", async () => {
    assert.equal(await nodeApiWith(undefined), defaultNodeApi);
    assert.equal(await nodeApiWith(" \n"), defaultNodeApi);
  });

  it("applies overrides and keeps the rest", async () => {
    const api = await nodeApiWith(
      '{"basePath": "/api", "operations": {"deleteConnection": {"path": "/relations/{connectionId}"}}}',
    );
    assert.equal(api.basePath, "/api");
    assert.deepEqual(api.operations.deleteConnection, {
      ...defaultNodeApi.operations.deleteConnection,
      path: "/relations/{connectionId}",
    });
    assert.deepEqual(api.operations.authenticate, defaultNodeApi.operations.authenticate);
  });

  it("has no optional operation that the overrides set to null", async () => {
    const api = await nodeApiWith('{"operations": {"searchProjects": null}}');
    assert.equal(api.operations.searchProjects, undefined);
  });

  for (const text of ["{", "[]", "7", '"x"', "null", "nonsense"]) {
    it(`refuses ${text} as overrides`, async () => {
      assert.match(await failsWith("EXA501", () => nodeApiWith(text)), /not a JSON object/);
    });
  }

  const nestings: [what: string, nested: (depth: number) => string][] = [
    ["objects", (depth) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`],
    ["lists", (depth) => `{"operations":${"[".repeat(depth)}${"]".repeat(depth)}}`],
    [
      "a body",
      (depth) =>
        `{"operations":{"initiateConnection":{"body":${'{"a":'.repeat(depth)}"{project}"${"}".repeat(depth)}}}}`,
    ],
  ];
  for (const [what, nested] of nestings) {
    for (const depth of [60, 5_000, 50_000, 1_000_000]) {
      it(`refuses ${what} nested ${depth} levels deep with a plain message`, async () => {
        const outcome = await nodeApiWith(nested(depth)).then(
          () => "fits",
          (error: unknown) => String(error),
        );
        assert.match(outcome, /EXA502: .* do not fit: they have more than 50 nested levels\. Correct|EXA501: /);
        if (depth === 5_000) assert.match(outcome, /EXA502/);
      });
    }
  }

  it("accepts a body with 40 nested levels", async () => {
    const [, , [, nested] = ["", () => ""]] = nestings;
    const api = await nodeApiWith(nested(40));
    assert.match(JSON.stringify(api.operations.initiateConnection?.body), /\{project\}/);
  });

  const checkingFirst = (call: object) => ({
    operations: { acceptInvitation: { before: [{ method: "POST", path: "/check", ...call }] } },
  });
  const deletingAfter = (call: object, path: string) => ({
    operations: { deleteConnection: { before: [{ method: "GET", ...call }], path } },
  });

  it("accepts a deletion by what an earlier call answers for the id", async () => {
    const call = { path: "/x/{connectionId}", result: { key: ["/key"] } };
    const api = await nodeApiWith(JSON.stringify(deletingAfter(call, "/relations/{key}")));
    assert.equal(api.operations.deleteConnection?.path, "/relations/{key}");
  });

  it("says that something is left to fill in", async () => {
    const overrides = '{"operations": {"initiateConnection": {"body": {"requestId": "{EDIT}"}}}}';
    const message = await failsWith("EXA502", () => nodeApiWith(overrides));
    assert.match(message, /at \/operations\/initiateConnection\/body\/requestId: \{EDIT\} stands for something/);
  });

  it("accepts the paths that URLs can have", async () => {
    for (const path of [
      "/c/{connectionId}:withdraw",
      "/c/{connectionId}/",
      "/c('{connectionId}')",
      "/a%20b/@{connectionId};v=1",
    ]) {
      const api = await nodeApiWith(JSON.stringify({ operations: { deleteConnection: { path } } }));
      assert.equal(api.operations.deleteConnection?.path, path);
    }
  });

  const invalidOverrides: [overrides: object, pointer: string][] = [
    [{ basePath: 7 }, "/basePath"],
    [{ basePath: "rest" }, "/basePath"],
    [{ colour: "red" }, "/colour"],
    [{ operations: { authenticate: null } }, "/operations"],
    [{ operations: { authenticate: { method: "FETCH" } } }, "/operations/authenticate/method"],
    [{ operations: { authenticate: { result: { token: [] } } } }, "/operations/authenticate/result/token"],
    [{ operations: { authenticate: { result: { token: ["jwt"] } } } }, "/operations/authenticate/result/token/0"],
    [{ operations: { teleport: { method: "GET" } } }, "/operations/teleport"],
    [{ operations: { acceptInvitation: { path: "/accept/{invitationCode}" } } }, "/operations/acceptInvitation/path"],
    [
      { operations: { acceptInvitation: { query: { code: "{invitationCode}" } } } },
      "/operations/acceptInvitation/query/code",
    ],
    [{ operations: { listConnections: { path: "/../admin" } } }, "/operations/listConnections/path"],
    [{ basePath: "/../x" }, "/basePath"],
    [{ tokenHeader: "X\r\nY" }, "/tokenHeader"],
    [{ tokenPrefix: "Bearer\n" }, "/tokenPrefix"],
    [{ tokenPrefix: 7 }, "/tokenPrefix"],
    [{ spellings: [] }, "/spellings"],
    [{ spellings: { colour: { red: "ROT" } } }, "/spellings/colour"],
    [{ spellings: { mode: { SCRIPT: "script" } } }, "/spellings/mode/SCRIPT"],
    [{ spellings: { status: { WAITING: "PENDING" } } }, "/spellings/status/WAITING"],
    [{ spellings: { status: { PENDING: 1 } } }, "/spellings/status/PENDING"],
    [{ spellings: { status: { PENDING: " " } } }, "/spellings/status/PENDING"],
    [{ spellings: { status: { PENDING: "active" } } }, "/spellings/status/PENDING"],
    [{ spellings: { mode: { script: "X", basic: "x" } } }, "/spellings/mode/script"],
    [{ operations: { deleteConnection: { unavailable: "yes" } } }, "/operations/deleteConnection/unavailable"],
    [{ operations: { deleteConnection: { path: "/relations/{id}" } } }, "/operations/deleteConnection/path"],
    [{ operations: { deleteConnection: { path: "/relations" } } }, "/operations/deleteConnection"],
    [{ operations: { readInvitation: { path: "/invitation" } } }, "/operations/readInvitation"],
    [{ operations: { acceptInvitation: { body: { invitationCode: null } } } }, "/operations/acceptInvitation"],
    [{ operations: { authenticate: { body: { password: "x" } } } }, "/operations/authenticate"],
    [{ operations: { listConnections: { query: { "a/b": "{ofset}" } } } }, "/operations/listConnections/query/a~1b"],
    [
      { operations: { initiateConnection: { body: { remote: { urls: ["{url}"] } } } } },
      "/operations/initiateConnection/body/remote/urls/0",
    ],
    [
      { operations: { initiateConnection: { body: { secret: "{invitationCode}" } } } },
      "/operations/initiateConnection/body/secret",
    ],
    [
      { operations: { initiateConnection: { result: { code: ["/c"] } } } },
      "/operations/initiateConnection/result/code",
    ],
    [{ operations: { listConnections: { item: { id: ["/id"] } } } }, "/operations/listConnections/item/id"],
    [{ operations: { deleteConnection: { result: { x: ["/x"] } } } }, "/operations/deleteConnection/result/x"],
    [{ operations: { deleteConnection: { before: [] } } }, "/operations/deleteConnection/before"],
    [{ operations: { deleteConnection: { before: [{ method: "GET" }] } } }, "/operations/deleteConnection/before/0"],
    [checkingFirst({ path: "/x/{invitationCode}" }), "/operations/acceptInvitation/before/0/path"],
    [checkingFirst({ path: "/x/{ticket}" }), "/operations/acceptInvitation/before/0/path"],
    [checkingFirst({ body: { x: "{connectionId}" } }), "/operations/acceptInvitation/before/0/body/x"],
    [checkingFirst({ result: { project: ["/p"] } }), "/operations/acceptInvitation/before/0/result/project"],
    [checkingFirst({ result: { "a-b": ["/p"] } }), "/operations/acceptInvitation/before/0/result/a-b"],
    [checkingFirst({ item: {} }), "/operations/acceptInvitation/before/0/item"],
    [checkingFirst({ headers: { Cookie: "a=b" } }), "/operations/acceptInvitation/before/0/headers/Cookie"],
    [{ operations: { deleteConnection: { headers: { host: "x" } } } }, "/operations/deleteConnection/headers/host"],
    [
      { operations: { deleteConnection: { headers: { "x-Exalate-JWT": "x" } } } },
      "/operations/deleteConnection/headers/x-Exalate-JWT",
    ],
    [{ operations: { deleteConnection: { headers: { X: "a\nb" } } } }, "/operations/deleteConnection/headers/X"],
    [{ operations: { authenticate: { headers: { X: "{password}" } } } }, "/operations/authenticate/headers/X"],
    [
      { operations: { initiateConnection: { only: { colour: ["red"] } } } },
      "/operations/initiateConnection/only/colour",
    ],
    [{ operations: { initiateConnection: { only: { mode: [] } } } }, "/operations/initiateConnection/only/mode"],
    [{ operations: { deleteConnection: { path: "/x/{connectionId:number}" } } }, "/operations/deleteConnection/path"],
    [{ operations: { deleteConnection: { path: "/x//{connectionId}" } } }, "/operations/deleteConnection/path"],
    [{ operations: { deleteConnection: { path: "/x?{connectionId}" } } }, "/operations/deleteConnection/path"],
    [deletingAfter({ path: "/x/{connectionId}" }, "/relations"), "/operations/deleteConnection"],
    [deletingAfter({ path: "/x", result: { key: ["/key"] } }, "/relations/{key}"), "/operations/deleteConnection"],
    [{ operations: { deleteConnection: { path: "/x/{EDIT}" } } }, "/operations/deleteConnection/path"],
    [{ tokenHeader: "{EDIT}" }, "/tokenHeader"],
    [
      { operations: { initiateConnection: { result: { invitationCode: ["{EDIT}"] } } } },
      "/operations/initiateConnection/result/invitationCode/0",
    ],
  ];
  for (const [overrides, pointer] of invalidOverrides) {
    it(`names ${pointer} when ${JSON.stringify(overrides)} does not fit`, async () => {
      const message = await failsWith("EXA502", () => nodeApiWith(JSON.stringify(overrides)));
      assert.ok(message.includes(`at ${pointer}:`), message);
    });
  }

  it("accepts every kind of override at once", async () => {
    const overrides = {
      tokenPrefix: "Bearer ",
      spellings: { mode: { script: "SCRIPT" }, status: { PENDING: "WAITING", ACTIVE: "pending" } },
      operations: {
        listConnections: { query: { offset: null, page: "{page}", number: "{pageNumber}", kind: "all" } },
        initiateConnection: { result: { connectionId: null, invitationCode: null } },
        readInvitation: { method: "POST", path: "/codes", body: { of: "{connectionId}" } },
        deleteConnection: { unavailable: true, path: "/none" },
        describeDestination: null,
      },
    };
    const api = await nodeApiWith(JSON.stringify(overrides));
    assert.equal(api.tokenPrefix, "Bearer ");
    assert.deepEqual(api.spellings, overrides.spellings);
    assert.equal(api.operations.deleteConnection?.unavailable, true);
    assert.deepEqual(api.operations.initiateConnection?.result, { status: ["/status"] });
  });

  it("names the available values when an override uses an unknown value", async () => {
    const overrides = '{"operations": {"searchProjects": {"query": {"q": "{name}"}}}}';
    const message = await failsWith("EXA502", () => nodeApiWith(overrides));
    assert.match(
      message,
      /at \/operations\/searchProjects\/query\/q: \{name\} is not a value that searchProjects sends/,
    );
    assert.match(message, /it sends project\./);
  });

  /** Values that the nodes known so far do not need. */
  const onlySentByOverrides = ["page", "pageNumber", "cursor", "projectName", "projectId"];
  const onlyReadByOverrides = ["cursor", "projectId"];
  const onlyInOverridesOf: Readonly<Record<string, readonly string[]>> = { listConnections: ["connectionName"] };

  it("sends and reads exactly the values that the operations define", () => {
    for (const [name, { path, query, body, result = {}, item = {} }] of Object.entries(defaultNodeApi.operations)) {
      const known = operationKind(name as OperationName);
      const sent = placeholdersIn(JSON.stringify([path, query, body]));
      const without = (values: object, other: readonly string[]) =>
        Object.keys(values).filter((value) => !other.includes(value));
      const unsent = [...onlySentByOverrides, ...(onlyInOverridesOf[name] ?? [])];
      assert.deepEqual(without(known.sends, unsent).sort(), sent.sort(), name);
      assert.deepEqual(without(known.result, onlyReadByOverrides).sort(), Object.keys(result).sort(), name);
      assert.deepEqual(without(known.item ?? {}, onlyReadByOverrides).sort(), Object.keys(item).sort(), name);
    }
  });

  it("is either complete or refused, for any overrides", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        const outcome = await nodeApiWith(text).then(
          () => "fits",
          (error: unknown) => String(error),
        );
        assert.match(outcome, /^fits$|EXA50[12]/);
      }),
      { numRuns: 50 },
    );
  });
});

describe("JSON merge patch", () => {
  // The cases of RFC 7396, appendix A.
  const cases: [target: unknown, patch: unknown, result: unknown][] = [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of cases) {
    it(`${JSON.stringify(patch)} changes ${JSON.stringify(target)} into ${JSON.stringify(result)}`, () => {
      assert.deepEqual(mergePatch(target, patch), result);
    });
  }

  it("cannot change a prototype", () => {
    mergePatch({}, JSON.parse('{"__proto__": {"polluted": true}}'));
    assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
  });
});
