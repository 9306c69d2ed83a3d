import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, it } from "mocha";
import { type ExalateNode, fakePassword, fakeToken, fakeUser } from "../../tools/exalate-node/node.ts";
import { base, jsonOf, memberOf, type Reply, refusalOf, send, start } from "./requests.ts";

function signIn(node: ExalateNode, body: unknown): Promise<Reply> {
  return send("POST", `${node.url}${base}/authenticate`, { body });
}

function withToken(node: ExalateNode, token: string): Promise<Reply> {
  return send("GET", `${node.url}${base}/connections`, { headers: { "X-exalate-jwt": token } });
}

const byToken = { authProtocol: "basic", user: "", password: fakeToken };
const byPassword = { authProtocol: "basic", user: fakeUser, password: fakePassword };

function claimsOf(token: string) {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

describe("embedded node: signing in", () => {
  it("answers a token sign-in with a session token in the header", async () => {
    const node = await start();
    const reply = await signIn(node, byToken);
    const token = String(reply.headers["x-exalate-jwt"]);
    assert.deepEqual([reply.status, jsonOf(reply)], [200, {}]);
    assert.deepEqual(node.sessionTokens(), [token]);
    assert.equal((await withToken(node, token)).status, 200);
  });

  it("accepts a user name and password, and names the user in the token", async () => {
    const reply = await signIn(await start(), byPassword);
    const claims = claimsOf(String(reply.headers["x-exalate-jwt"]));
    assert.deepEqual([claims.user, claims.iss], [fakeUser, "EXALATE"]);
  });

  it("can return the token in the body", async () => {
    for (const tokenPlace of ["jwt", "token"] as const) {
      const node = await start({ tokenPlace });
      const reply = await signIn(node, byToken);
      assert.equal(reply.headers["x-exalate-jwt"], undefined);
      assert.equal((await withToken(node, memberOf(reply, tokenPlace))).status, 200);
    }
  });

  it("can return only the token, as text", async () => {
    const node = await start({ tokenPlace: "body" });
    const reply = await signIn(node, byToken);
    assert.match(String(reply.headers["content-type"]), /^text\/plain/);
    assert.equal((await withToken(node, reply.text)).status, 200);
  });

  it("gives each session a lifetime, in seconds or in milliseconds", async () => {
    const now = Date.now() / 1000;
    const seconds = claimsOf((await start({ sessionSeconds: 100 })).issueSession()).exp;
    const milliseconds = claimsOf(
      (await start({ sessionSeconds: 100, expiryUnit: "milliseconds" })).issueSession(),
    ).exp;
    assert.ok(Math.abs(seconds - now - 100) < 5, `${seconds}`);
    assert.ok(Math.abs(milliseconds / 1000 - now - 100) < 5, `${milliseconds}`);
  });

  for (const expiryUnit of ["seconds", "milliseconds"] as const) {
    it(`refuses an expired session (${expiryUnit})`, async () => {
      const node = await start({ sessionSeconds: 0, expiryUnit });
      assert.deepEqual(refusalOf(await withToken(node, node.issueSession())), [401, "The session has expired"]);
    });
  }

  const invalidCases = [
    { ...byToken, password: `${fakeToken}x` },
    { ...byToken, password: "" },
    { ...byToken, user: fakeUser },
    { ...byPassword, password: "wrong" },
    { ...byPassword, user: "toString" },
    { ...byPassword, user: "" },
  ];
  for (const body of invalidCases) {
    it(`refuses wrong credentials ${JSON.stringify(body)}`, async () => {
      const reply = await signIn(await start(), body);
      assert.deepEqual(refusalOf(reply), [401, "Credentials provided are not correct"]);
    });
  }

  it("refuses another protocol and a missing member", async () => {
    const node = await start();
    assert.equal((await signIn(node, { ...byToken, authProtocol: "oauth" })).status, 400);
    assert.deepEqual(refusalOf(await signIn(node, { authProtocol: "basic", user: "" })), [
      400,
      'The member "password" is missing',
    ]);
  });

  it("refuses requests without a session, with another node's, and with a forged one", async () => {
    const [node, other] = [await start(), await start()];
    const [header = "", claims = ""] = node.issueSession().split(".");
    const forged = createHmac("sha256", "guess").update(`${header}.${claims}`).digest("base64url");
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${claims}.`;
    assert.equal((await send("GET", `${node.url}${base}/connections`)).status, 401);
    for (const token of [other.issueSession(), `${header}.${claims}.${forged}`, unsigned, "none", fakeToken]) {
      assert.deepEqual(refusalOf(await withToken(node, token)), [401, "The session token is not valid"]);
    }
  });
});
