import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ExalateNode } from "../../tools/exalate-node/node.ts";
import {
  ask,
  assertMembers,
  base,
  jsonOf,
  memberOf,
  type Reply,
  refusalOf,
  send,
  settings,
  start,
} from "./requests.ts";

const invalid = "Invitation code is invalid. Please contact your partner to get the new invitation code";

async function invite(source: ExalateNode, change: object = {}): Promise<string> {
  return memberOf(await ask(source, "POST", "/connections", { ...settings, ...change }), "invitationCode");
}

function accept(node: ExalateNode, invitationCode: string, project = "Contoso Support"): Promise<Reply> {
  return ask(node, "POST", "/connections/accept", { invitationCode, project });
}

function statuses(...nodes: ExalateNode[]): string[][] {
  return nodes.map((node) => node.connections().map(({ status }) => status));
}

describe("embedded node: accepting", () => {
  it("makes the connection active on both sides", async () => {
    const [source, destination] = [await start(), await start()];
    const reply = await accept(destination, await invite(source, { remoteUrl: destination.url }));
    assert.equal(reply.status, 200);
    const [there] = destination.connections();
    assert.deepEqual(jsonOf(reply), { id: there?.id, name: settings.name, status: "ACTIVE" });
    assertMembers(there, {
      localShortName: settings.remoteShortName,
      remoteShortName: settings.localShortName,
      remoteUrl: source.url,
      project: "Contoso Support",
      mode: "script",
      role: "acceptor",
    });
    assertMembers(source.connections()[0], { status: "ACTIVE", remoteUrl: destination.url });
    assert.notEqual(there?.id, source.connections()[0]?.id);
  });

  it("completes a private connection, which still lists no remote URL", async () => {
    const [source, destination] = [await start(), await start()];
    const node = source.addConnection({ name: "hidden", remoteUrl: null });
    assert.equal((await accept(destination, node.invitationCode)).status, 200);
    assertMembers(source.connections()[0], { status: "ACTIVE", remoteUrl: null });
    assert.equal(destination.connections()[0]?.remoteUrl, source.url);
  });

  it("lists the accepting node's own URL when the connection is active", async () => {
    const [source, destination] = [await start(), await start({ selfUrl: "https://contoso.exalate.test" })];
    await accept(destination, await invite(source, { remoteUrl: "https://tracker.contoso.test" }));
    assert.equal(source.connections()[0]?.remoteUrl, "https://contoso.exalate.test");
  });

  it("accepts a code with line breaks", async () => {
    const [source, destination] = [await start({ invitationFormat: "wrapped" }), await start()];
    assert.equal((await accept(destination, await invite(source))).status, 200);
  });

  it("never sends the code in a URL, nor the shared secret at all", async () => {
    const [source, destination] = [await start(), await start()];
    await accept(destination, await invite(source));
    const handshake = source.requests.find(({ path }) => path.endsWith("/complete"));
    assert.equal(handshake?.status, 200);
    assert.ok(!JSON.stringify(handshake).includes(String(source.connections()[0]?.sharedSecret)));
  });

  it("says so when the same node accepts again", async () => {
    const [source, destination] = [await start(), await start()];
    const code = await invite(source);
    const first = await accept(destination, code);
    const again = await accept(destination, code);
    assert.equal(again.status, 409);
    assert.deepEqual(jsonOf(again), {
      message: `Connection "${settings.name}" is already active`,
      id: memberOf(first, "id"),
      name: settings.name,
      status: "ACTIVE",
    });
    assert.deepEqual(statuses(source, destination), [["ACTIVE"], ["ACTIVE"]]);
  });

  it("refuses a code that is used, withdrawn, changed or not a code", async () => {
    const [source, destination, third] = [await start(), await start(), await start()];
    const used = await invite(source);
    await accept(destination, used);
    const withdrawn = await invite(source, { name: "withdrawn" });
    const { id } = source.connections()[1] ?? {};
    await ask(source, "DELETE", `/connections/${id}`);
    const open = await invite(source, { name: "open" });
    const tampered = `${open.slice(0, 300)}${open[300] === "A" ? "B" : "A"}${open.slice(301)}`;
    for (const code of [used, withdrawn, tampered, open.slice(0, 400), "", "garbage", "é".repeat(700)]) {
      assert.deepEqual(refusalOf(await accept(third, code)), [400, invalid], code.slice(0, 12));
    }
    assert.equal(third.connections().length, 0);
  });

  it("refuses its own code, an unknown project, a taken name and one connection too many", async () => {
    const [source, destination] = [await start(), await start({ maxConnections: 1 })];
    const code = await invite(source);
    assert.deepEqual(refusalOf(await accept(source, code, "Fabrikam")), [400, "Local connections are not supported"]);
    assert.deepEqual(refusalOf(await accept(destination, code, "Contso")), [400, 'Project "Contso" does not exist']);
    destination.addConnection({ name: settings.name, remoteUrl: null });
    assert.equal((await accept(destination, code)).status, 409);
    const other = await invite(source, { name: "other" });
    assert.equal((await accept(destination, other)).status, 403);
    assert.deepEqual(statuses(source, destination), [["PENDING", "PENDING"], ["PENDING"]]);
  });

  it("adds no connection when the initiating node is down", async () => {
    const [source, destination] = [await start(), await start()];
    const code = await invite(source);
    await source.close();
    const [status, message] = refusalOf(await accept(destination, code));
    assert.deepEqual([status, message.includes(source.url)], [502, true]);
    assert.equal(destination.connections().length, 0);
  });

  it("adds no connection when the initiating node fails", async () => {
    const [source, destination] = [await start(), await start()];
    source.misbehave({ operation: "completeConnection", fault: { kind: "status", status: 503 } });
    assert.equal((await accept(destination, await invite(source))).status, 502);
    assert.deepEqual(statuses(source, destination), [["PENDING"], []]);
  });

  it("can be repeated when the initiating node's answer was lost", async () => {
    const [source, destination] = [await start(), await start()];
    source.misbehave({ operation: "completeConnection", times: 1, fault: { kind: "lostAnswer" } });
    const code = await invite(source);
    assert.equal((await accept(destination, code)).status, 502);
    assert.deepEqual(statuses(source, destination), [["ACTIVE"], []]);
    assert.equal((await accept(destination, code)).status, 200);
    assert.deepEqual(statuses(source, destination), [["ACTIVE"], ["ACTIVE"]]);
  });

  it("lets only one of several simultaneous calls succeed, on the same node and on others", async () => {
    const [source, here, elsewhere] = [await start(), await start(), await start()];
    const code = await invite(source);
    const replies = await Promise.all([here, here, here, elsewhere, elsewhere].map((node) => accept(node, code)));
    assert.equal(replies.filter(({ status }) => status === 200).length, 1);
    assert.deepEqual([...here.connections(), ...elsewhere.connections()].length, 1);
  });

  it("does not complete a connection without a valid proof", async () => {
    const source = await start();
    const { id } = source.addConnection({ name: "open", remoteUrl: null });
    const url = `${source.url}${base}/connections/complete`;
    const reply = await send("POST", url, { body: { connectionId: id, proof: source.issueSession() } });
    assert.deepEqual(refusalOf(reply), [401, "The proof of the invitation is not valid"]);
    assert.deepEqual(statuses(source), [["PENDING"]]);
  });
});
