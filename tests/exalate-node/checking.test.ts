import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { dialectNames, type ExalateNode } from "../../tools/exalate-node/node.ts";
import { ApiDocument } from "./api-document.ts";
import { ask, jsonOf, type Reply, refusalOf, send, settings, start } from "./requests.ts";

const invalid = "Invitation code is invalid. Please contact your partner to get the new invitation code";

function check(node: ExalateNode, invitationCode: string): Promise<Reply> {
  return ask(node, "POST", "/connections/accept/check", { invitationCode });
}

function accept(node: ExalateNode, invitationCode: string): Promise<Reply> {
  return ask(node, "POST", "/connections/accept", { invitationCode, project: "Fabrikam" });
}

function invitationOf(source: ExalateNode): string {
  return source.addConnection({ name: settings.name, remoteUrl: null }).invitationCode;
}

describe("embedded node: checking an invitation", () => {
  it("finds a good code valid, and changes nothing on either side", async () => {
    const [source, destination] = [await start({ invitationFormat: "wrapped" }), await start()];
    const code = invitationOf(source);
    for (let time = 0; time < 2; time++) {
      const reply = await check(destination, code);
      assert.deepEqual([reply.status, reply.text], [204, ""]);
    }
    assert.deepEqual(destination.connections(), []);
    assert.equal(source.connections()[0]?.status, "PENDING");
    assert.equal(source.requests.length, 0);
    assert.equal((await accept(destination, code)).status, 200);
  });

  it("needs a session", async () => {
    const node = await start();
    const reply = await send("POST", `${node.url}/rest/issuehub/4.0/connections/accept/check`, { body: {} });
    assert.equal(reply.status, 401);
  });

  it("refuses whatever accepting would refuse, with the same words", async () => {
    const [source, destination, full] = [await start(), await start(), await start({ maxConnections: 0 })];
    const code = invitationOf(source);
    for (const bad of ["", "garbage", code.slice(0, 400)])
      assert.deepEqual(refusalOf(await check(destination, bad)), [400, invalid], bad);
    assert.deepEqual(refusalOf(await check(source, code)), [400, "Local connections are not supported"]);
    assert.deepEqual(refusalOf(await check(full, code)), refusalOf(await accept(full, code)));
    destination.addConnection({ name: settings.name, remoteUrl: null });
    assert.deepEqual(refusalOf(await check(destination, code)), refusalOf(await accept(destination, code)));
  });

  it("says so when the invitation was already accepted here", async () => {
    const [source, destination] = [await start(), await start()];
    const code = invitationOf(source);
    await accept(destination, code);
    const [checked, again] = [await check(destination, code), await accept(destination, code)];
    assert.deepEqual([checked.status, jsonOf(checked)], [409, jsonOf(again)]);
  });

  for (const dialect of dialectNames) {
    it(`is renamed and described in the dialect ${dialect}`, async () => {
      const [source, destination] = [await start({ dialect }), await start({ dialect })];
      const session = dialect === "relations" ? (["Authorization", "Bearer "] as const) : [];
      const document = await ApiDocument.of(destination, ...session);
      const bodies = { relations: "invitation", nested: "invitation/code", "two-step": "code" };
      const bodyOf = (code: string) =>
        bodies[dialect].split("/").reduceRight<unknown>((value, name) => ({ [name]: value }), code);
      const good = await document.call("checkInvitation", { body: bodyOf(invitationOf(source)) });
      assert.equal(good.status, 204);
      const bad = await document.call("checkInvitation", { body: bodyOf("bad") });
      assert.deepEqual([bad.status, bad.text.includes(invalid)], [400, true]);
      assert.ok(document.answerSchema("checkInvitation", 400));
    });
  }
});
