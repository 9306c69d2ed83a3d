import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ask, assertMembers, base, refusalOf, send, settings, start } from "./requests.ts";

describe("embedded node: as an HTTP server", () => {
  it("answers 404 for an unknown path", async () => {
    const node = await start();
    for (const path of ["/nothing", `${base}/`, `${base}/connections/`, `${base}/connections//`, `${base}/%E0%A4%A`]) {
      assert.equal((await send("GET", `${node.url}${path}`)).status, 404, path);
    }
  });

  it("answers 405 for another method, and lists the allowed ones", async () => {
    const node = await start();
    const allowed = async (method: string, path: string) => {
      const reply = await send(method, `${node.url}${base}${path}`);
      return [reply.status, reply.headers.allow];
    };
    assert.deepEqual(await allowed("PUT", "/connections"), [405, "GET, POST"]);
    assert.deepEqual(await allowed("GET", "/connections/accept"), [405, "POST"]);
    assert.deepEqual(await allowed("GET", "/connections/1"), [405, "DELETE"]);
  });

  it("refuses bodies that are not JSON, have another type, or are too large", async () => {
    const node = await start();
    const headers = { "X-exalate-jwt": node.issueSession() };
    const post = (rawBody: string, type = "application/json; charset=utf-8") =>
      send("POST", `${node.url}${base}/connections`, { rawBody, headers: { ...headers, "Content-Type": type } });
    assert.deepEqual(refusalOf(await post("{")), [400, "The body is not JSON"]);
    assert.deepEqual(refusalOf(await post("")), [400, "The body is not JSON"]);
    assert.deepEqual(refusalOf(await post("a=b", "text/plain")), [415, "The body must be application/json"]);
    const large = JSON.stringify({ ...settings, description: "d".repeat(1_048_576) });
    assert.deepEqual(refusalOf(await post(large)), [413, "The body is too large"]);
    assert.equal((await post(JSON.stringify(settings))).status, 201);
  });

  it("records every request and the status of its answer", async () => {
    const node = await start();
    await ask(node, "POST", "/connections", settings);
    await send("GET", `${node.url}/nothing?x=1`);
    const [first, second] = node.requests;
    assertMembers(first, { method: "POST", path: `${base}/connections`, status: 201 });
    assert.deepEqual(JSON.parse(first?.body ?? ""), settings);
    assert.ok(first?.headers["x-exalate-jwt"]);
    assertMembers(second, { method: "GET", path: "/nothing?x=1", body: "", status: 404 });
  });

  it("does not start when it cannot listen or its URL is invalid", async () => {
    const node = await start();
    await assert.rejects(start({ port: Number(new URL(node.url).port) }), /EADDRINUSE/);
    await assert.rejects(start({ selfUrl: "fabrikam" }), /"fabrikam" is not a URL/);
  });
});
