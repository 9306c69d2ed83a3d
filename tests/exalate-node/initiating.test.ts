import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ExalateNodeOptions } from "../../tools/exalate-node/node.ts";
import { ask, assertMembers, jsonOf, memberOf, refusalOf, settings, start } from "./requests.ts";

const { remoteUrl: _remoteUrl, ...withoutUrl } = settings;

describe("embedded node: initiating", () => {
  it("creates a pending connection and its invitation code", async () => {
    const node = await start();
    const reply = await ask(node, "POST", "/connections", settings);
    const [connection] = node.connections();
    assert.equal(reply.status, 201);
    assert.deepEqual(jsonOf(reply), {
      id: connection?.id,
      name: settings.name,
      status: "PENDING",
      invitationCode: connection?.invitationCode,
    });
    assertMembers(connection, { ...settings, status: "PENDING", role: "initiator" });
  });

  it("creates an opaque code of one long line", async () => {
    const reply = await ask(await start(), "POST", "/connections", settings);
    const code = memberOf(reply, "invitationCode");
    assert.match(code, /^[A-Za-z0-9_-]{600,}$/);
    assert.ok(!Buffer.from(code, "base64url").includes("Fabrikam"));
  });

  it("can break the code into lines, or return any other text", async () => {
    const wrapped = await ask(await start({ invitationFormat: "wrapped" }), "POST", "/connections", settings);
    const lines = memberOf(wrapped, "invitationCode").split("\r\n");
    assert.ok(lines.length > 5 && lines.slice(0, -1).every(({ length }) => length === 76));
    const fixed = await ask(await start({ invitationCode: "##vso[x]" }), "POST", "/connections", settings);
    assert.equal(memberOf(fixed, "invitationCode"), "##vso[x]");
    const changed = await start({ invitationCode: (code) => ` ${code}\n` });
    assert.match(memberOf(await ask(changed, "POST", "/connections", settings), "invitationCode"), /^ \S+\n$/);
  });

  it("creates a connection without a URL or a description", async () => {
    const node = await start();
    const { description: _description, ...shortest } = { ...withoutUrl, private: true };
    assert.equal((await ask(node, "POST", "/connections", shortest)).status, 201);
    assertMembers(node.connections()[0], { remoteUrl: null, private: true, description: "" });
  });

  const refusals: [string, ExalateNodeOptions, object, number, RegExp][] = [
    [
      "a name that is taken",
      {},
      { ...settings, name: "taken" },
      409,
      /^Connection with the name "taken" already exists$/,
    ],
    ["a name of 256 characters", {}, { ...settings, name: "n".repeat(256) }, 400, /^Connection name is too long$/],
    ["a blank name", {}, { ...settings, name: " " }, 400, /^The member "name" must not be empty$/],
    ["a blank short name", {}, { ...settings, remoteShortName: "" }, 400, /"remoteShortName" must not be empty/],
    [
      "a missing short name",
      {},
      { ...settings, localShortName: undefined },
      400,
      /^The member "localShortName" is missing$/,
    ],
    ["a number for a name", {}, { ...settings, name: 1 }, 400, /^Connection name must be of type string$/],
    ["a text for private", {}, { ...settings, private: "false" }, 400, /"private" must be of type boolean/],
    ["an unknown member", {}, { ...settings, descripton: "" }, 400, /^The member "descripton" is not known$/],
    ["a built-in object member", {}, { ...settings, constructor: "" }, 400, /^The member "constructor" is not known$/],
    ["a list", {}, [settings], 400, /^The body must be of type object$/],
    ["an unknown project", {}, { ...settings, project: "Fabrikm" }, 400, /^Project "Fabrikm" does not exist$/],
    ["Visual mode", {}, { ...settings, mode: "visual" }, 400, /"mode" must be one of script, basic/],
    [
      "Script mode on the free plan",
      { plan: "free" },
      settings,
      400,
      /^Script mode is not available on the free plan$/,
    ],
    ["a mode not offered", { modes: ["script"] }, { ...settings, mode: "basic" }, 400, /^Mode "basic" is not offered/],
    [
      "a URL of a private connection",
      {},
      { ...settings, private: true },
      400,
      /^A private connection has no remote URL$/,
    ],
    ["a connection without a URL", {}, withoutUrl, 400, /not private needs a remote URL/],
    ["an invalid URL", {}, { ...settings, remoteUrl: "contoso" }, 400, /^"contoso" is not a URL$/],
    [
      "one connection too many",
      { maxConnections: 1 },
      settings,
      403,
      /^Too many connections .* connection-based license$/,
    ],
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

  it("accepts a name of 255 characters, whatever its number of bytes", async () => {
    const reply = await ask(await start(), "POST", "/connections", { ...settings, name: "𝒏".repeat(255) });
    assert.equal(reply.status, 201);
  });

  it("offers Basic mode on the free plan", async () => {
    const reply = await ask(await start({ plan: "free" }), "POST", "/connections", { ...settings, mode: "basic" });
    assert.equal(reply.status, 201);
  });

  it("refuses its own URL in every form", async () => {
    const node = await start({ selfUrl: "https://fabrikam.exalate.test" });
    for (const remoteUrl of [node.url, `${node.url}/`, "https://FABRIKAM.exalate.test/?x=1"]) {
      const reply = await ask(node, "POST", "/connections", { ...settings, remoteUrl });
      assert.deepEqual(refusalOf(reply), [400, "The remote URL is this node's own"]);
    }
  });

  it("creates one connection for fifty simultaneous requests with the same name", async () => {
    const node = await start();
    const replies = await Promise.all(Array.from({ length: 50 }, () => ask(node, "POST", "/connections", settings)));
    const statuses = replies.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [201, ...Array.from({ length: 49 }, () => 409)]);
    assert.equal(node.connections().length, 1);
  });
});

describe("embedded node: reading an invitation again", () => {
  it("returns the same code as before", async () => {
    const node = await start();
    const made = await ask(node, "POST", "/connections", settings);
    const read = await ask(node, "GET", `/connections/${memberOf(made, "id")}/invitation`);
    assert.deepEqual(jsonOf(read), { invitationCode: memberOf(made, "invitationCode") });
  });

  it("refuses an unknown connection and one that is no longer pending", async () => {
    const node = await start();
    const { id } = node.addConnection({ name: "done", remoteUrl: null, status: "ACTIVE" });
    const unknown = await ask(node, "GET", "/connections/none/invitation");
    assert.deepEqual(refusalOf(unknown), [404, "Connection none not found"]);
    const active = await ask(node, "GET", `/connections/${id}/invitation`);
    assert.deepEqual(refusalOf(active), [409, 'Connection "done" is no longer pending']);
  });

  it("can be missing on a node", async () => {
    const node = await start({ canReadInvitation: false });
    const { id } = node.addConnection({ name: "open", remoteUrl: null });
    const reply = await ask(node, "GET", `/connections/${id}/invitation`);
    assert.deepEqual(refusalOf(reply), [404, "There is nothing at this path"]);
  });
});
