import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import type { ExalateNode } from "../../tools/exalate-node/node.ts";
import { fakeToken } from "../../tools/exalate-node/settings.ts";
import { start } from "../exalate-node/requests.ts";
import { acceptElsewhere, answerOf, deactivateOn, initiateOn, type Listing } from "./connected-nodes.ts";
import { askAsGate, gateRequest, headersWith, passes, verify } from "./gate.ts";
import { functionsIn } from "./success-criteria.ts";

const name = "Contoso_to_Fabrikam";
const expectations = ["active", "pending", "deactivated"];

describe("ExalateGate@1", () => {
  it("passes only for pending while an invitation is open", async () => {
    const node = await start();
    const { id } = await initiateOn(node, name);
    await initiateOn(node, `${name}_2`);
    assertPasses(await answerOf(node), id, "pending");
  });

  it("passes only for active after the acceptance, on both sides", async () => {
    const node = await start();
    await initiateOn(node, "Contoso_to_Others");
    const initiated = await initiateOn(node, name);
    const other = await acceptElsewhere(initiated);
    assertPasses(await answerOf(node), initiated.id, "active");
    const answer = await answerOf(other);
    assertPasses(answer, String(answer.results[0]?.id), "active");
  });

  it("passes only for deactivated after a deactivation", async () => {
    const node = await start();
    const initiated = await initiateOn(node, name);
    await acceptElsewhere(initiated);
    await deactivateOn(node, initiated);
    assertPasses(await answerOf(node), initiated.id, "deactivated");
  });

  it("never passes for a missing connection", async () => {
    const node = await start();
    assertPasses(await answerOf(node), "1", undefined);
    await initiateOn(node, `${name}s`);
    await initiateOn(node, name.toLowerCase());
    assertPasses(await answerOf(node), "1", undefined);
  });

  it("never passes without a name or id, or with both", async () => {
    const node = await start();
    const { id } = await initiateOn(node, name);
    const answer = await answerOf(node);
    for (const expect of expectations) {
      assert.equal(passes(answer, { expect }), false);
      assert.equal(passes(answer, { expect, connectionName: name, connectionId: id }), false);
    }
  });

  it("never passes with a name and an id of different or missing connections", async () => {
    const node = await start();
    const { id } = await initiateOn(node, name);
    const other = await initiateOn(node, "Contoso_to_Others");
    const answer = await answerOf(node);
    for (const wrong of [
      { connectionName: name, connectionId: other.id },
      { connectionName: name, connectionId: "0" },
      { connectionName: "Contoso_to_Nobody", connectionId: id },
    ]) {
      for (const expect of expectations)
        assert.equal(passes(answer, { ...wrong, expect }), false, wrong.connectionName);
    }
  });

  it("never passes for a name of two connections", async () => {
    const node = await start();
    await initiateOn(node, name);
    const answer = await answerOf(node);
    const twice = { ...answer, results: [...answer.results, ...answer.results] };
    assert.equal(passes(answer, { connectionName: name, expect: "pending" }), true);
    for (const expect of expectations) assert.equal(passes(twice, { connectionName: name, expect }), false);
  });

  it("never passes for a connection without a status", async () => {
    const answer = await changed(({ status: _, ...connection }) => connection);
    for (const expect of ["", "null", ...expectations]) {
      assert.equal(passes(answer, { connectionName: name, expect }), false);
    }
  });

  it("accepts the expected status in any case, and no other word", async () => {
    const node = await start();
    await initiateOn(node, name);
    const answer = await answerOf(node);
    assert.equal(passes(answer, { connectionName: name, expect: "Pending" }), true);
    for (const expect of ["", "PEND", "$(expect)"]) {
      assert.equal(passes(answer, { connectionName: name, expect }), false, expect);
      assert.equal(passes(answer, { connectionName: "Fabrikam_to_Contoso", expect }), false, expect);
    }
  });

  it("expects active by default", async () => {
    const node = await start();
    const initiated = await initiateOn(node, name);
    assert.equal(passes(await answerOf(node), { connectionName: name }), false);
    await acceptElsewhere(initiated);
    assert.equal(passes(await answerOf(node), { connectionName: name }), true);
  });

  it("accepts a status in any case", async () => {
    const answer = await changed((connection) => ({ ...connection, status: "Pending" }));
    assert.equal(passes(answer, { connectionName: name, expect: "pending" }), true);
  });

  it("accepts an id that is a number", async () => {
    const answer = await changed((connection) => ({ ...connection, id: 17 }));
    assert.equal(passes(answer, { connectionId: "17", expect: "pending" }), true);
    assert.equal(passes(answer, { connectionName: name, expect: "pending" }), true);
    assert.equal(passes(answer, { connectionId: "1", expect: "pending" }), false);
    assert.equal(passes(answer, { connectionId: "18", expect: "pending" }), false);
  });

  for (const other of [
    "Contoso (EU)",
    'The "new" one',
    "a]b[c",
    "Zürich – 東京",
    "a == b",
    "<b>&amp;</b>",
    "100% @ $x",
  ]) {
    it(`finds ${other} without escaping`, async () => {
      const node = await start();
      await initiateOn(node, other);
      assert.equal(passes(await answerOf(node), { connectionName: other, expect: "pending" }), true);
    });
  }

  for (const other of ["O'Brien to Contoso", "C:\\Contoso", "\\'", "'quoted'"]) {
    it(`finds ${other} only with the escaping that the help describes`, async () => {
      const node = await start();
      const { id } = await initiateOn(node, other);
      const answer = await answerOf(node);
      const entered = other.replaceAll("\\", "\\\\").replaceAll("'", "\\''");
      assert.equal(passes(answer, { connectionName: entered, expect: "pending" }), true);
      assert.equal(passes(answer, { connectionId: id, expect: "pending" }), true);
      assert.equal(passesOrFails(answer, other), false);
    });
  }

  it("reads only one page of the node's largest size", async () => {
    const node = await start();
    for (let count = 1; count <= 101; count++) await initiateOn(node, `Contoso_to_${count}`);
    const answer = await answerOf(node);
    assert.equal(passes(answer, { connectionName: "Contoso_to_100", expect: "pending" }), true);
    assert.equal(passes(answer, { connectionName: "Contoso_to_101", expect: "pending" }), false);
  });

  for (const [what, token] of [
    ["a personal access token", fakeToken],
    ["a service connection without a token", ""],
  ] as const) {
    it(`is refused with ${what}, and does not pass`, async () => {
      const node = await start();
      const { status, text } = await askAsGate(node, token);
      assert.equal(status, 401);
      for (const expect of expectations)
        assert.equal(passes(JSON.parse(text), { connectionName: name, expect }), false);
    });
  }

  it("sends the request of the node API profile", () => {
    const { basePath, tokenHeader, operations } = profile();
    const { method, path, query, result, item } = operations.listConnections;
    const url = new URL(gateRequest.EndpointUrl.replace("$(endpoint.url)", "https://contoso.test/"));
    assert.equal(gateRequest.Method, method);
    assert.equal(url.pathname, `${basePath}${path}`);
    assert.deepEqual([...url.searchParams.keys()], Object.keys(query));
    assert.deepEqual(headersWith("x"), { [tokenHeader]: "x" });
    const members = new Set(gateRequest.Expression.match(/(?<=\$\.|@\.|\)\]\.)\w+/g));
    const known = [result.items, item.connectionName, item.status, item.connectionId].map(([pointer]) => pointer);
    assert.deepEqual(
      [...members].map((member) => `/${member}`),
      known,
    );
  });

  it("leaves the token to the service connection's scheme", () => {
    const macros = JSON.stringify(gateRequest).match(/\$\(endpoint\.\w+\)/g);
    assert.deepEqual(macros, ["$(endpoint.url)"]);
    assert.deepEqual(JSON.parse(gateRequest.Headers), { Accept: "application/json" });
  });

  it("uses only functions that published server tasks use", () => {
    assert.deepEqual(functionsIn(gateRequest.Expression), ["and", "count", "eq", "jsonpath", "or"]);
    assert.doesNotMatch(gateRequest.Expression, /[(,] ?''[),]/);
  });

  for (const [what, tokenOf] of [
    ["a session", (node: ExalateNode) => node.issueSession()],
    ["a personal access token", () => fakeToken],
  ] as const) {
    it(`uses the same header as Verify, which succeeds on an embedded node with ${what}`, async () => {
      const node = await start();
      assert.equal((await verify(node, tokenOf(node))).status, 200);
    });
  }

  it("accepts only service connections with a token", () => {
    assert.equal(gateRequest.EndpointId, "$(exalateConnection)");
    const text = readFileSync(new URL("../../tasks/ExalateGate/ExalateGateV1/task.json", import.meta.url), "utf8");
    assert.match(text, /"connectedService:exalate:Token"/);
  });
});

/** Asserts for the name and the id that the gate passes only for this status, or for none when it is undefined. */
function assertPasses(answer: Listing, connectionId: string, status: string | undefined): void {
  for (const key of [{ connectionName: name }, { connectionId }]) {
    const passed = expectations.filter((expect) => passes(answer, { ...key, expect }));
    assert.deepEqual(passed, status === undefined ? [] : [status], JSON.stringify(key));
  }
}

/** A real answer about one pending connection, with a change. */
async function changed(change: (connection: Readonly<Record<string, unknown>>) => object): Promise<object> {
  const node = await start();
  await initiateOn(node, name);
  const answer = await answerOf(node);
  return { ...answer, results: answer.results.map(change) };
}

/** Whether the gate passes. Criteria that cannot be evaluated fail a gate. */
function passesOrFails(answer: Listing, connectionName: string): boolean {
  try {
    return passes(answer, { connectionName, expect: "pending" });
  } catch {
    return false;
  }
}

interface Profile {
  basePath: string;
  tokenHeader: string;
  operations: {
    listConnections: {
      method: string;
      path: string;
      query: Record<string, string>;
      result: Record<"items", [string]>;
      item: Record<"connectionId" | "connectionName" | "status", [string]>;
    };
  };
}

function profile(): Profile {
  return JSON.parse(readFileSync(new URL("../../src/exalate/profile/node-api.json", import.meta.url), "utf8"));
}
