import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Failure } from "../../../src/core/failure.ts";
import { Secret } from "../../../src/core/secret.ts";
import { defaultNodeApi, type NodeApi } from "../../../src/exalate/profile/node-api.ts";
import type { OperationName } from "../../../src/exalate/profile/operations.ts";
import { readPolicy } from "../../../src/exalate/retry.ts";
import type { HttpAnswer } from "../../../src/http/http.ts";
import { failsWith } from "../../support/failures.ts";
import { answer } from "../../support/fake-transport.ts";
import { nodeCaller } from "../../support/node-caller.ts";

const list = answer(200, { total: 0, results: [] });

/** The profile with a different result for one operation. */
function apiWith(name: OperationName, result: Readonly<Record<string, readonly string[]>>): NodeApi {
  const operation = defaultNodeApi.operations[name];
  assert.ok(operation);
  return { ...defaultNodeApi, operations: { ...defaultNodeApi.operations, [name]: { ...operation, result } } };
}

function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256" })}.${part(claims)}.c2ln`;
}

describe("A secret in an answer", () => {
  /** The values registered in addition to the session token when the node gives this answer. */
  async function registered(name: OperationName, given: HttpAnswer, api: NodeApi = defaultNodeApi) {
    const { caller, agent } = nodeCaller(() => given, { api });
    await caller.call(name, { connectionId: "1", invitationCode: "a code", connectionName: "a" });
    return agent.registered.filter((value) => value !== "session-1");
  }

  const deep = apiWith("readInvitation", { invitationCode: ["/deep/code"] });
  const whole = apiWith("readInvitation", { invitationCode: ["/"] });
  const code = "one-two-three";

  const cases: [what: string, name: OperationName, given: HttpAnswer, api: NodeApi, found: string[]][] = [
    ["is found at the place the profile names", "readInvitation", answer(200, { deep: { code } }), deep, [code]],
    ["is found at that place in a refusal", "readInvitation", answer(400, { deep: { code } }), deep, [code]],
    ["is found at that place in a failure", "readInvitation", answer(503, { deep: { code } }), deep, [code]],
    [
      "is found at that place in the answer to another call",
      "listConnections",
      answer(200, { deep: { code } }),
      deep,
      [code],
    ],
    [
      "is found at the usual place in a refusal",
      "deleteConnection",
      answer(409, { invitationCode: code }),
      deep,
      [code],
    ],
    ["is found at the place of a token", "listConnections", answer(200, "", { "x-exalate-jwt": code }), deep, [code]],
    [
      "is found next to a token",
      "deleteConnection",
      answer(200, { jwt: "a-token-1", invitationCode: code }),
      deep,
      ["a-token-1", code],
    ],
    ["is a whole answer with status 200", "readInvitation", answer(200, code), whole, [code]],
    ["is a whole answer with status 299", "readInvitation", answer(299, code), whole, [code]],
    ["is not a whole redirect", "readInvitation", answer(300, code), whole, []],
    ["is not a whole refusal", "readInvitation", answer(400, code), whole, []],
    ["is not a whole answer to another call", "listConnections", answer(200, code), whole, []],
    [
      "is found when it has eight characters",
      "deleteConnection",
      answer(200, { token: "12345678" }),
      deep,
      ["12345678"],
    ],
    ["is not found when it has seven characters", "deleteConnection", answer(200, { token: "1234567" }), deep, []],
    ["is not a web page", "readInvitation", answer(200, " <html>Sign in</html>"), whole, []],
  ];
  for (const [what, name, given, api, found] of cases)
    it(what, async () => assert.deepEqual(await registered(name, given, api), found));

  it("is registered before a refusal quotes it", async () => {
    const { caller } = nodeCaller(() => answer(400, { message: `Not ${code}`, invitationCode: code }));
    const call = await caller.call("listConnections", {});
    assert.match(await failsWith("EXA208", () => caller.succeeded(call)), /Not \*\*\*/);
  });
});

describe("A token", () => {
  const signingIn = (token: string) => {
    const { caller, transport } = nodeCaller(() => list);
    transport.send = async () => answer(200, "", { "x-exalate-jwt": token });
    return caller.signIn();
  };

  it("is read without surrounding white space and without a Bearer prefix", async () => {
    for (const given of [" a-token-1 ", "Bearer a-token-1", " bearer a-token-1"]) {
      assert.equal((await signingIn(given)).reveal(), "a-token-1");
    }
  });

  it("is refused with white space, a bracket or a quote anywhere in it", async () => {
    for (const sign of [...'<>{}[]"', " ", "é", "\u007f"]) {
      assert.match(await failsWith("EXA209", () => signingIn(`abc${sign}defgh`)), /token/);
      await failsWith("EXA209", () => signingIn(`abcdefgh-${sign}x`));
    }
    await failsWith("EXA209", () => signingIn("notBearer abcdefgh"));
  });

  it("is sent unchanged when it is a JSON Web Token without an issuer", async () => {
    const token = jwt({ exp: 1_800_000_000 });
    const { caller, sessions } = nodeCaller(() => list, { credential: { kind: "token", token: new Secret(token) } });
    assert.equal((await caller.signIn()).reveal(), token);
    assert.equal(sessions(), 0);
  });

  it("expires exactly in the millisecond of its expiry", async () => {
    // The call itself takes 7 ms.
    for (const [exp, isExpired] of [
      [0.007, true],
      [0.008, false],
    ] as const) {
      const credential = { kind: "token", token: new Secret(jwt({ iss: "EXALATE", exp })) } as const;
      const { caller } = nodeCaller(() => answer(401), { credential });
      const message = await failsWith("EXA202", () => caller.call("listConnections", {}));
      assert.equal(message.includes("expired"), isExpired, `${exp}`);
    }
  });
});

describe("A session that the node no longer accepts", () => {
  const expired = (_: string, token: string) => (token === "session-1" ? answer(401) : list);

  it("is renewed once for simultaneous calls", async () => {
    const { caller, transport, sessions } = nodeCaller(expired);
    const calls = await Promise.all([1, 2, 3].map(() => caller.call("listConnections", {})));
    assert.deepEqual(
      calls.map((call) => call.answer.status),
      [200, 200, 200],
    );
    assert.equal(sessions(), 2);
    assert.equal(transport.lines.filter((line) => line === "GET /connections").length, 6);
  });

  it("is renewed with a user name and a password too", async () => {
    const credential = { kind: "password", username: "admin", password: new Secret("pass-word") } as const;
    const { caller, sessions } = nodeCaller(expired, { credential });
    assert.equal((await caller.call("listConnections", {})).answer.status, 200);
    assert.equal(sessions(), 2);
  });

  it("is renewed for a create too, because the refused create had no effect", async () => {
    const { caller, transport } = nodeCaller(expired);
    await caller.call("initiateConnection", { connectionName: "a" });
    assert.equal(transport.lines.filter((line) => line === "POST /connections").length, 2);
  });
});

describe("The result of a call", () => {
  const outcomes =
    (...given: (HttpAnswer | Error)[]) =>
    () =>
      given.shift() ?? list;

  it("says whether the call was repeated", async () => {
    const busy = new Failure("EXA402", "It broke off.", "Wait.");
    for (const [given, isRepeated] of [
      [[], false],
      [[answer(404)], false],
      [[answer(503)], true],
      [[busy], true],
      [[busy, answer(503), answer(409)], true],
    ] as const) {
      const { caller } = nodeCaller(outcomes(...given), { retries: readPolicy });
      assert.equal((await caller.call("deleteConnection", { connectionId: "1" })).isRepeated, isRepeated);
    }
  });

  it("is a success from status 200 to 299", async () => {
    const outcome = async (status: number) => {
      const { caller } = nodeCaller(() => answer(status));
      const call = await caller.call("listConnections", {});
      return caller.succeeded(call) !== undefined;
    };
    assert.ok((await outcome(200)) && (await outcome(204)) && (await outcome(299)));
    await failsWith("EXA211", () => outcome(300));
    await failsWith("EXA208", () => outcome(400));
  });
});

describe("The debug log", () => {
  const lastLine = (agent: { readonly events: readonly string[] }) =>
    agent.events.filter((event) => event.startsWith("debug: ")).at(-1) ?? "";

  it("shows each request with its outcome and duration", async () => {
    const { caller, agent } = nodeCaller(() => answer(404));
    await caller.call("listConnections", { offset: 3 });
    assert.match(lastLine(agent), /^debug: GET \/rest\/issuehub\/4\.0\/connections\?offset=3 .*HTTP 404 .*\b7 ms/);
  });

  it("shows the code of a network failure", async () => {
    const { caller, agent } = nodeCaller(() => new Failure("EXA402", "It broke off.", "Wait."));
    await failsWith("EXA402", () => caller.call("listConnections", {}));
    assert.match(lastLine(agent), /EXA402/);
  });

  it("hides a secret that happens to be part of a URL", async () => {
    const { caller, agent } = nodeCaller(() => list);
    agent.secrets.register("jira");
    await caller.call("searchProjects", { project: "to-jira" });
    assert.match(lastLine(agent), /\?project=to-\*\*\* /);
  });
});
