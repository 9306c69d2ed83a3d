import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ask, assertMembers, base, refusalOf, send, start, wish } from "./asking.ts";

describe("embedded node: as an HTTP server", () => {
  it("answers 404 where there is nothing", async () => {
    const node = await start();
    for (const path of [
      "/",
      "/nothing",
      `${base}/`,
      `${base}/connections/`,
      `${base}/connections//`,
      `${base}/%E0%A4%A`,
    ]) {
      assert.equal((await send("GET", `${node.url}${path}`)).status, 404, path);
    }
  });

  it("answers 405 to another method, and says which are allowed", async () => {
    const node = await start();
    const allowed = async (method: string, path: string) => {
      const reply = await send(method, `${node.url}${base}${path}`);
      return [reply.status, reply.headers.allow];
    };
    assert.deepEqual(await allowed("PUT", "/connections"), [405, "GET, POST"]);
    assert.deepEqual(await allowed("GET", "/connections/accept"), [405, "POST"]);
    assert.deepEqual(await allowed("GET", "/connections/1"), [405, "DELETE"]);
  });

  it("refuses bodies that are no JSON, of another type, or too large", async () => {
    const node = await start();
    const headers = { "X-exalate-jwt": node.issueSession() };
    const post = (rawBody: string, type = "application/json; charset=utf-8") =>
      send("POST", `${node.url}${base}/connections`, { rawBody, headers: { ...headers, "Content-Type": type } });
    assert.deepEqual(refusalOf(await post("{")), [400, "The body is not JSON"]);
    assert.deepEqual(refusalOf(await post("")), [400, "The body is not JSON"]);
    assert.deepEqual(refusalOf(await post("a=b", "text/plain")), [415, "The body must be application/json"]);
    const large = JSON.stringify({ ...wish, description: "d".repeat(1_048_576) });
    assert.deepEqual(refusalOf(await post(large)), [413, "The body is too large"]);
    assert.equal((await post(JSON.stringify(wish))).status, 201);
  });

  it("remembers every request as it came, and what it answered", async () => {
    const node = await start();
    await ask(node, "POST", "/connections", wish);
    await send("GET", `${node.url}/nothing?x=1`);
    const [first, second] = node.requests;
    assertMembers(first, { method: "POST", path: `${base}/connections`, status: 201 });
    assert.deepEqual(JSON.parse(first?.body ?? ""), wish);
    assert.ok(first?.headers["x-exalate-jwt"]);
    assertMembers(second, { method: "GET", path: "/nothing?x=1", body: "", status: 404 });
  });

  it("does not start where it cannot listen, or with a URL that isn't one", async () => {
    const node = await start();
    await assert.rejects(start({ port: Number(new URL(node.url).port) }), /EADDRINUSE/);
    await assert.rejects(start({ selfUrl: "fabrikam" }), /"fabrikam" is not a URL/);
  });
});
