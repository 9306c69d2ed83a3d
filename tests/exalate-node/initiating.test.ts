import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ExalateNodeOptions } from "../../tools/exalate-node/node.ts";
import { ask, assertMembers, jsonOf, memberOf, refusalOf, start, wish } from "./asking.ts";

const { remoteUrl: _remoteUrl, ...withoutUrl } = wish;

describe("embedded node: initiating", () => {
  it("makes a pending connection and its invitation code", async () => {
    const node = await start();
    const reply = await ask(node, "POST", "/connections", wish);
    const [connection] = node.connections();
    assert.equal(reply.status, 201);
    assert.deepEqual(jsonOf(reply), {
      id: connection?.id,
      name: wish.name,
      status: "PENDING",
      invitationCode: connection?.invitationCode,
    });
    assertMembers(connection, { ...wish, status: "PENDING", role: "initiator" });
  });

  it("makes an opaque code of one long line", async () => {
    const reply = await ask(await start(), "POST", "/connections", wish);
    const code = memberOf(reply, "invitationCode");
    assert.match(code, /^[A-Za-z0-9_-]{600,}$/);
    assert.ok(!Buffer.from(code, "base64url").includes("Fabrikam"));
  });

  it("can break the code into lines, or show any other text", async () => {
    const wrapped = await ask(await start({ invitationFormat: "wrapped" }), "POST", "/connections", wish);
    const lines = memberOf(wrapped, "invitationCode").split("\r\n");
    assert.ok(lines.length > 5 && lines.slice(0, -1).every(({ length }) => length === 76));
    const fixed = await ask(await start({ invitationCode: "##vso[x]" }), "POST", "/connections", wish);
    assert.equal(memberOf(fixed, "invitationCode"), "##vso[x]");
    const changed = await start({ invitationCode: (code) => ` ${code}\n` });
    assert.match(memberOf(await ask(changed, "POST", "/connections", wish), "invitationCode"), /^ \S+\n$/);
  });

  it("takes a connection without a URL or a description", async () => {
    const node = await start();
    const { description: _description, ...shortest } = { ...withoutUrl, private: true };
    assert.equal((await ask(node, "POST", "/connections", shortest)).status, 201);
    assertMembers(node.connections()[0], { remoteUrl: null, private: true, description: "" });
  });

  const refusals: [string, ExalateNodeOptions, object, number, RegExp][] = [
    ["a name that is taken", {}, { ...wish, name: "taken" }, 409, /^Connection with the name "taken" already exists$/],
    ["a name of 256 characters", {}, { ...wish, name: "n".repeat(256) }, 400, /^Connection name is too long$/],
    ["a blank name", {}, { ...wish, name: " " }, 400, /^The member "name" must not be empty$/],
    ["a blank short name", {}, { ...wish, remoteShortName: "" }, 400, /"remoteShortName" must not be empty/],
    [
      "a missing short name",
      {},
      { ...wish, localShortName: undefined },
      400,
      /^The member "localShortName" is missing$/,
    ],
    ["a number for a name", {}, { ...wish, name: 1 }, 400, /^Connection name must be of type string$/],
    ["a text for private", {}, { ...wish, private: "false" }, 400, /"private" must be of type boolean/],
    ["a member it does not know", {}, { ...wish, descripton: "" }, 400, /^The member "descripton" is not known$/],
    ["a member every object has", {}, { ...wish, constructor: "" }, 400, /^The member "constructor" is not known$/],
    ["a list", {}, [wish], 400, /^The body must be of type object$/],
    ["an unknown project", {}, { ...wish, project: "Fabrikm" }, 400, /^Project "Fabrikm" does not exist$/],
    ["Visual mode", {}, { ...wish, mode: "visual" }, 400, /"mode" must be one of script, basic/],
    ["Script mode on the free plan", { plan: "free" }, wish, 400, /^Script mode is not available on the free plan$/],
    ["a mode not offered", { modes: ["script"] }, { ...wish, mode: "basic" }, 400, /^Mode "basic" is not offered/],
    ["a URL of a private connection", {}, { ...wish, private: true }, 400, /^A private connection has no remote URL$/],
    ["a connection without a URL", {}, withoutUrl, 400, /not private needs a remote URL/],
    ["a URL that isn't one", {}, { ...wish, remoteUrl: "contoso" }, 400, /^"contoso" is not a URL$/],
    ["one connection too many", { maxConnections: 1 }, wish, 403, /^Too many connections .* connection-based license$/],
  ];
  for (const [what, options, body, status, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const node = await start(options);
      node.addConnection({ name: "taken", remoteUrl: null });
      const [actualStatus, actualMessage] = refusalOf(await ask(node, "POST", "/connections", body));
      assert.equal(actualStatus, status);
      assert.match(actualMessage, message);
      assert.equal(node.connections().length, 1);
    });
  }

  it("takes a name of 255 characters, however many bytes they are", async () => {
    const reply = await ask(await start(), "POST", "/connections", { ...wish, name: "𝒏".repeat(255) });
    assert.equal(reply.status, 201);
  });

  it("offers Basic mode on the free plan", async () => {
    const reply = await ask(await start({ plan: "free" }), "POST", "/connections", { ...wish, mode: "basic" });
    assert.equal(reply.status, 201);
  });

  it("refuses its own URL, by each of its names", async () => {
    const node = await start({ selfUrl: "https://fabrikam.exalate.test" });
    for (const remoteUrl of [node.url, `${node.url}/`, "https://FABRIKAM.exalate.test/?x=1"]) {
      const reply = await ask(node, "POST", "/connections", { ...wish, remoteUrl });
      assert.deepEqual(refusalOf(reply), [400, "The remote URL is this node's own"]);
    }
  });

  it("makes one connection when fifty ask for the same name at once", async () => {
    const node = await start();
    const replies = await Promise.all(Array.from({ length: 50 }, () => ask(node, "POST", "/connections", wish)));
    const statuses = replies.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [201, ...Array.from({ length: 49 }, () => 409)]);
    assert.equal(node.connections().length, 1);
  });
});

describe("embedded node: reading an invitation again", () => {
  it("shows the same code as before", async () => {
    const node = await start();
    const made = await ask(node, "POST", "/connections", wish);
    const read = await ask(node, "GET", `/connections/${memberOf(made, "id")}/invitation`);
    assert.deepEqual(jsonOf(read), { invitationCode: memberOf(made, "invitationCode") });
  });

  it("refuses for an unknown connection and for one that is no longer pending", async () => {
    const node = await start();
    const { id } = node.addConnection({ name: "done", remoteUrl: null, status: "ACTIVE" });
    const unknown = await ask(node, "GET", "/connections/none/invitation");
    assert.deepEqual(refusalOf(unknown), [404, "Connection none not found"]);
    const active = await ask(node, "GET", `/connections/${id}/invitation`);
    assert.deepEqual(refusalOf(active), [409, 'Connection "done" is no longer pending']);
  });

  it("can be a call that the node does not have", async () => {
    const node = await start({ canReadInvitation: false });
    const { id } = node.addConnection({ name: "open", remoteUrl: null });
    const reply = await ask(node, "GET", `/connections/${id}/invitation`);
    assert.deepEqual(refusalOf(reply), [404, "There is nothing at this path"]);
  });
});
