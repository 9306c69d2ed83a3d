import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { consolePage } from "../../tools/exalate-node/console/console-page.ts";
import type { ExalateNodeOptions } from "../../tools/exalate-node/node.ts";
import { send, start } from "./requests.ts";

const ownApi = fileURLToPath(new URL("../../tools/exalate-node/console/browser/own-api.ts", import.meta.url));

async function callsIn(options: ExalateNodeOptions) {
  const { text } = await send("GET", `${(await start(options)).url}/`);
  return JSON.parse(/<script type="application\/json" id="node-calls">(.*)<\/script>/.exec(text)?.[1] ?? "");
}

describe("embedded node: the page of its console", () => {
  it("is at the root, for anyone, and is not kept by caches", async () => {
    const reply = await send("GET", `${(await start()).url}/`);
    assert.equal(reply.status, 200);
    assert.equal(reply.headers["content-type"], "text/html; charset=utf-8");
    assert.equal(reply.headers["cache-control"], "no-store");
    assert.equal(reply.headers["content-security-policy"], "frame-ancestors 'none'");
    assert.match(reply.text, /^<!DOCTYPE html>\n<html lang="en">/);
  });

  it("allows exactly its own script and style, and calls to its own origin", async () => {
    const page = await consolePage(ownApi);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
    const hashOf = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const script = /<script type="module">([\s\S]*?)<\/script>/.exec(page)?.[1];
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1];
    assert.deepEqual(policy.split("; ").slice(0, 4), [
      "default-src 'none'",
      `script-src ${hashOf(script)}`,
      `style-src ${hashOf(style)}`,
      "connect-src 'self'",
    ]);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.doesNotMatch(page.replace(/xmlns="[^"]*"/g, ""), /(?:src|href)="(?!data:)/);
  });

  it("is built once for a file, and fails for a file that is not there", async () => {
    assert.equal(consolePage(ownApi), consolePage(ownApi));
    await assert.rejects(consolePage("/nowhere/api.ts"), /Could not resolve/);
  });

  it("keeps nothing in the browser and writes no HTML", async () => {
    assert.doesNotMatch(await consolePage(ownApi), /localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML/);
  });

  it("names the usual calls", async () => {
    const { calls, session, issuedHeader, signInWith } = await callsIn({});
    assert.deepEqual([session.header, issuedHeader, signInWith], ["X-exalate-jwt", "X-Exalate-Jwt", "token"]);
    assert.deepEqual(calls.readInvitation, {
      method: "GET",
      path: "/rest/issuehub/4.0/connections/{id}/invitation",
      query: {},
      body: {},
      answer: { invitationCode: ["invitationCode"] },
      entry: {},
    });
    assert.deepEqual(calls.listConnections.entry.remoteUrl, ["communication", "remoteUrl"]);
    assert.equal(calls.swaggerPage, undefined);
  });

  it("names the calls of a dialect", async () => {
    const { calls, refusal, words } = await callsIn({ dialect: "nested" });
    assert.equal(calls.acceptInvitation.path, "/rest/issuehub/4.0/invitations");
    assert.deepEqual(calls.acceptInvitation.body, {
      invitationCode: ["invitation", "code"],
      project: ["connection", "project"],
    });
    assert.deepEqual(calls.initiateConnection.answer.invitationCode, ["data", "invitation", "code"]);
    assert.deepEqual(calls.listConnections.entry.remoteUrl, ["remote", "url"]);
    assert.deepEqual([refusal, words.status.ACTIVE], [["error", "text"], "RUNNING"]);
    const relations = await callsIn({ dialect: "relations" });
    assert.deepEqual(relations.calls.listConnections.query, { offset: "start", limit: "count" });
    assert.deepEqual(relations.session, { header: "Authorization", prefix: "Bearer " });
  });

  it("leaves out what the node does not have or answer", async () => {
    const { calls, paging } = await callsIn({ dialect: "two-step" });
    assert.equal(calls.deleteConnection, undefined);
    assert.deepEqual(calls.initiateConnection.answer, { id: ["id"] });
    assert.equal(paging, "page");
    assert.equal((await callsIn({ canReadInvitation: false })).calls.readInvitation, undefined);
    assert.equal((await callsIn({ tokenPlace: "jwt" })).issuedHeader, null);
    assert.equal((await callsIn({ tokens: [] })).signInWith, "password");
  });
});
