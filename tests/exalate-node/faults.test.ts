import assert from "node:assert/strict";
import * as http from "node:http";
import { gunzipSync } from "node:zlib";
import { describe, it } from "mocha";
import type { ExalateNode, Fault } from "../../tools/exalate-node/node.ts";
import { ask, assertMembers, base, jsonOf, memberOf, type Reply, refusalOf, settings, start } from "./requests.ts";

async function initiateUnder(fault: Fault): Promise<{ node: ExalateNode; reply: Reply }> {
  const node = await start();
  node.misbehave({ operation: "initiateConnection", fault });
  return { node, reply: await ask(node, "POST", "/connections", settings) };
}

function connectionCount({ node }: { node: ExalateNode }): number {
  return node.connections().length;
}

describe("embedded node: with planned faults", () => {
  for (const [kind, connections] of [
    ["reset", 0],
    ["lostAnswer", 1],
  ] as const) {
    it(`${kind}: breaks the connection after creating ${connections} connections`, async () => {
      const node = await start();
      node.misbehave({ operation: "initiateConnection", fault: { kind } });
      await assert.rejects(ask(node, "POST", "/connections", settings), /ECONNRESET|socket hang up/);
      assert.equal(node.connections().length, connections);
      assert.equal(node.requests[0]?.status, 0);
    });
  }

  for (const after of [false, true]) {
    it(`hang: never answers (work done: ${after}), until the node closes`, async () => {
      const node = await start();
      node.misbehave({ operation: "initiateConnection", fault: { kind: "hang", after } });
      const asked = assert.rejects(ask(node, "POST", "/connections", settings), /ECONNRESET|socket hang up/);
      while (node.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(node.connections().length, after ? 1 : 0);
      await node.close();
      await asked;
    });
  }

  it("status: answers with this status, before or after the work", async () => {
    const headers = { "Retry-After": "7" };
    const before = await initiateUnder({ kind: "status", status: 503, headers });
    assert.deepEqual([...refusalOf(before.reply), connectionCount(before)], [503, "The node answers 503", 0]);
    assert.equal(before.reply.headers["retry-after"], "7");
    const after = await initiateUnder({
      kind: "status",
      status: 502,
      body: "bad",
      contentType: "text/plain",
      after: true,
    });
    assert.deepEqual([after.reply.status, after.reply.text, connectionCount(after)], [502, "bad", 1]);
    assert.equal(after.reply.headers["content-type"], "text/plain");
  });

  it("truncate: announces the complete length and sends half of the answer", async () => {
    const node = await start();
    node.misbehave({ operation: "initiateConnection", fault: { kind: "truncate" } });
    await assert.rejects(ask(node, "POST", "/connections", settings), /aborted/);
    assert.equal(node.connections().length, 1);
    assert.equal(node.requests[0]?.status, 201);
  });

  it("html: answers with a sign-in page", async () => {
    const result = await initiateUnder({ kind: "html" });
    assert.deepEqual([result.reply.status, connectionCount(result)], [200, 0]);
    assert.match(result.reply.text, /^<!DOCTYPE html>/);
  });

  it("body: answers with exactly this body", async () => {
    const result = await initiateUnder({ kind: "body", body: '{"id":', after: true });
    assert.deepEqual([result.reply.status, result.reply.text, connectionCount(result)], [200, '{"id":', 1]);
  });

  it("drip: sends the real answer byte by byte", async () => {
    const node = await start();
    node.misbehave({ operation: "healthcheck", fault: { kind: "drip", millisecondsPerByte: 1 } });
    const begun = performance.now();
    const reply = await ask(node, "GET", "/healthcheck");
    assert.equal(memberOf(reply, "status"), "ok");
    assert.ok(performance.now() - begun > reply.text.length * 0.9);
  });

  it("big: answers with a JSON object of this size", async () => {
    const { reply } = await initiateUnder({ kind: "big", bytes: 3_000_000 });
    assert.equal(Buffer.byteLength(reply.text), 3_000_000);
    assert.deepEqual(Object.keys(JSON.parse(reply.text)), ["padding"]);
  });

  it("gzipBomb: sends a small answer that decompresses to a large one", async () => {
    const node = await start();
    node.misbehave({ operation: "healthcheck", fault: { kind: "gzipBomb", bytes: 20_000_000 } });
    const packed = await new Promise<Buffer>((resolve, reject) => {
      http.get(`${node.url}${base}/healthcheck`, { agent: false }, (response) => {
        assert.equal(response.headers["content-encoding"], "gzip");
        response.toArray().then((chunks) => resolve(Buffer.concat(chunks)), reject);
      });
    });
    assert.ok(packed.length < 100_000);
    assert.equal(gunzipSync(packed).length, 20_000_000);
  });

  it("big: still works after a client that does not read to the end", async () => {
    const node = await start();
    node.misbehave({ operation: "healthcheck", times: 1, fault: { kind: "big", bytes: 1_000_000_000 } });
    await new Promise<void>((resolve) => {
      http.get(`${node.url}${base}/healthcheck`, { agent: false }, (response) => {
        response.once("data", () => response.destroy()).once("close", resolve);
      });
    });
    assert.equal((await ask(node, "GET", "/healthcheck")).status, 200);
  });

  it("redirect: answers with a redirect", async () => {
    const location = "https://contoso.exalate.test/login";
    const result = await initiateUnder({ kind: "redirect", status: 307, location });
    assert.deepEqual([result.reply.status, result.reply.headers.location, connectionCount(result)], [307, location, 0]);
  });

  it("echo: quotes headers and body", async () => {
    const { node, reply } = await initiateUnder({ kind: "echo" });
    const [status, message] = refusalOf(reply);
    assert.equal(status, 400);
    assert.ok(message.includes(JSON.stringify(settings)));
    assert.ok(message.includes(String(node.sessionTokens()[0])));
  });

  it("applies faults to their operation, the given number of times, and in order", async () => {
    const node = await start();
    node.misbehave({ operation: "listConnections", times: 2, fault: { kind: "status", status: 503 } });
    node.misbehave({ operation: "listConnections", fault: { kind: "status", status: 429 } });
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn++) statuses.push((await ask(node, "GET", "/connections")).status);
    assert.deepEqual(statuses, [503, 503, 429, 429]);
    assert.equal((await ask(node, "POST", "/connections", settings)).status, 201);
    node.behave();
    assertMembers(jsonOf(await ask(node, "GET", "/connections")), { total: 1 });
  });
});
