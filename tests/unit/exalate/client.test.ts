import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Secret } from "../../../src/core/secret.ts";
import { ConflictFailure } from "../../../src/exalate/call-failures.ts";
import { ExalateClient } from "../../../src/exalate/client.ts";
import type { Credential } from "../../../src/exalate/credential.ts";
import { defaultNodeApi, type NodeApi } from "../../../src/exalate/profile/node-api.ts";
import { nodeApiWith } from "../../../src/exalate/profile/overrides.ts";
import { singleAttempt } from "../../../src/exalate/retry.ts";
import type { HttpAnswer, HttpRequest } from "../../../src/http/http.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { answer, FakeTransport } from "../../support/fake-transport.ts";

const pat = "p".repeat(52);
const now = Date.parse("2026-06-01T00:00:00Z");

function jwt(exp: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256" })}.${part({ iss: "EXALATE", exp })}.c2ln`;
}

type Respond = (line: string, request: HttpRequest) => HttpAnswer | Error;

const signsIn: Respond = () => answer(200, {}, { "x-exalate-jwt": "session-token" });

function signedIn(respond: Respond): Respond {
  return (line, request) => (line === "POST /authenticate" ? signsIn(line, request) : respond(line, request));
}

function setUp(
  respond: Respond,
  credential: Credential = { kind: "token", token: new Secret(pat) },
  api: NodeApi = defaultNodeApi,
) {
  const agent = new FakeAgent();
  const transport = new FakeTransport(respond);
  const clock = { now: () => now, sleep: async () => {} };
  const { secrets, log } = agent;
  const ports = { transport, secrets, log, clock, random: () => 0.5, signal: new AbortController().signal };
  const access = { url: new URL("https://azurenode-1.exalate.cloud"), credential, api, retries: singleAttempt };
  const client = new ExalateClient(access, ports);
  return { agent, transport, client };
}

describe("Signing in", () => {
  it("exchanges a personal access token for a session", async () => {
    const { client, transport, agent } = setUp(signsIn);
    assert.equal((await client.signIn()).reveal(), "session-token");
    assert.deepEqual(JSON.parse(transport.requests[0]?.body ?? ""), { authProtocol: "basic", user: "", password: pat });
    assert.ok(agent.registered.includes("session-token"));
  });

  it("exchanges a user name and a password for a session", async () => {
    const { client, transport } = setUp(signsIn, { kind: "password", username: "admin", password: new Secret("pass") });
    await client.signIn();
    assert.deepEqual(JSON.parse(transport.requests[0]?.body ?? ""), {
      authProtocol: "basic",
      user: "admin",
      password: "pass",
    });
  });

  for (const exp of [now / 1000 + 60, now + 60_000]) {
    it(`sends a JSON Web Token that expires at ${exp} unchanged`, async () => {
      const { client, transport } = setUp(() => answer(200, { total: 0, results: [] }), {
        kind: "token",
        token: new Secret(jwt(exp)),
      });
      await client.findConnection("x");
      assert.deepEqual(transport.lines, ["GET /connections?offset=0&limit=100"]);
      assert.equal(transport.requests[0]?.headers["X-exalate-jwt"], jwt(exp));
    });
  }

  it("exchanges a JSON Web Token of another issuer for a session, as any other token", async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const foreign = `${part({ alg: "RS256" })}.${part({ iss: "https://sts.windows.net/x" })}.c2ln`;
    const { client, transport } = setUp(signsIn, { kind: "token", token: new Secret(foreign) });
    assert.equal((await client.signIn()).reveal(), "session-token");
    assert.equal(JSON.parse(transport.requests[0]?.body ?? "").password, foreign);
  });

  it("lets the node decide whether a JSON Web Token has expired, and mentions the expiry only after a refusal", async () => {
    const token = { kind: "token", token: new Secret(jwt(now / 1000 - 1)) } as const;
    const accepting = setUp(() => answer(200, { total: 0, results: [] }), token);
    assert.equal(await accepting.client.findConnection("x"), undefined);
    const refusing = setUp(() => answer(401), token);
    assert.match(await failsWith("EXA202", () => refusing.client.findConnection("x")), /has expired/);
  });

  it("does not call a JSON Web Token expired before its expiry", async () => {
    const token = { kind: "token", token: new Secret(jwt(now / 1000 + 60)) } as const;
    const { client } = setUp(() => answer(401), token);
    assert.doesNotMatch(await failsWith("EXA202", () => client.findConnection("x")), /expired/);
  });

  it("registers only a token as a secret", async () => {
    const page = "<!DOCTYPE html><html><body>Fabrikam: sign in to the project</body></html>";
    for (const given of [
      answer(200, page),
      answer(200, "Down for maintenance"),
      answer(200, { token: "{ no token }" }),
    ]) {
      const { client, agent } = setUp(() => given);
      await client.signIn().catch(() => {});
      assert.deepEqual(agent.registered, []);
    }
  });

  const tokenPlaces: [place: string, answer: HttpAnswer][] = [
    ["the header", answer(200, "", { "x-exalate-jwt": "tok" })],
    ["the header, after Bearer", answer(200, "", { "x-exalate-jwt": "Bearer tok" })],
    ["/jwt", answer(200, { jwt: "tok" })],
    ["/token", answer(200, { token: "tok" })],
    ["the body as a JSON string", answer(200, '"tok"')],
    ["the body as text", answer(200, "tok\n")],
  ];
  for (const [place, given] of tokenPlaces) {
    it(`finds the token in ${place}`, async () => {
      assert.equal((await setUp(() => given).client.signIn()).reveal(), "tok");
    });
  }

  const failures: [
    what: string,
    answer: HttpAnswer | Error,
    code: "EXA201" | "EXA203" | "EXA205" | "EXA209" | "EXA210" | "EXA211",
  ][] = [
    ["refused credentials", answer(401, { message: "Credentials provided are not correct" }), "EXA201"],
    ["403", answer(403), "EXA201"],
    ["404", answer(404, "not here"), "EXA203"],
    ["405", answer(405), "EXA203"],
    ["a web page", answer(200, "<!DOCTYPE html><title>Sign in</title>"), "EXA203"],
    ["no token", answer(200, { user: "x" }), "EXA209"],
    ["a sentence", answer(200, "all is well"), "EXA209"],
    ["an empty answer", answer(200), "EXA209"],
    [
      "a license refusal",
      answer(403, { message: "Too many connections are using the connection-based license" }),
      "EXA205",
    ],
    ["an outage", answer(503, "<html>down</html>"), "EXA210"],
    ["a redirect", answer(302, "", { location: "https://elsewhere.contoso.com" }), "EXA211"],
  ];
  for (const [what, given, code] of failures) {
    it(`fails with ${code} on ${what}`, async () => {
      const message = await failsWith(code, () => setUp(() => given).client.signIn());
      assert.ok(message.includes("azurenode-1.exalate.cloud"), message);
      assert.ok(!message.includes(pat), message);
    });
  }

  it("signs in once for several simultaneous calls", async () => {
    const { client, transport } = setUp(signedIn(() => answer(200, { total: 0, results: [] })));
    await Promise.all([client.findConnection("a"), client.findConnection("b"), client.signIn()]);
    assert.equal(transport.lines.filter((line) => line === "POST /authenticate").length, 1);
  });
});

describe("Finding a connection", () => {
  const item = (index: number) => ({
    id: index,
    name: `c${index}`,
    status: "active",
    communication: { remoteUrl: "https://x" },
  });
  /** A node with `count` connections that returns at most `atOnce` per page. `total` can be wrong. */
  const node = (count: number, atOnce: number, total: unknown = count): Respond =>
    signedIn((line) => {
      const offset = Number(/offset=(\d+)/.exec(line)?.[1]);
      const left = Math.max(0, Math.min(atOnce, count - offset));
      return answer(200, { total, results: Array.from({ length: left }, (_, index) => item(offset + index)) });
    });

  it("returns the fields of the connection with that name", async () => {
    assert.deepEqual(await setUp(node(3, 100)).client.findConnection("c2"), {
      connectionId: "2",
      connectionName: "c2",
      status: "ACTIVE",
      destinationUrl: "https://x",
    });
  });

  it("compares names with their case", async () => {
    assert.equal(await setUp(node(3, 100)).client.findConnection("C2"), undefined);
  });

  it("requests no further page after the connection is found", async () => {
    const { client, transport } = setUp(node(250, 100));
    await client.findConnectionById("99");
    assert.equal(transport.requests.length, 2);
  });

  it("takes the next offset from the number of connections on each page", async () => {
    const { client, transport } = setUp(node(120, 50));
    assert.equal((await client.findConnection("c119"))?.connectionId, "119");
    assert.deepEqual(
      transport.lines.slice(1),
      [0, 50, 100].map((offset) => `GET /connections?offset=${offset}&limit=100`),
    );
  });

  it("reads up to an empty page when the node gives no total", async () => {
    const { client, transport } = setUp(node(120, 50, null));
    assert.equal((await client.findConnection("c119"))?.connectionId, "119");
    assert.equal(transport.requests.length, 5);
  });

  it("knows the ids of all connections, and finds those beside known ones", async () => {
    const { client } = setUp(node(3, 2));
    const ids = await client.connectionIds();
    assert.deepEqual(
      ["0", "1", "2", "3"].map((id) => ids.has(id)),
      [true, true, true, false],
    );
    const beside = await client.findConnectionsBeside(new Set(["0", "2"]));
    assert.deepEqual(
      beside.map(({ connectionName }) => connectionName),
      ["c1"],
    );
  });

  it("finds nothing on a node without connections", async () => {
    assert.equal(await setUp(node(0, 50)).client.findConnection("x"), undefined);
  });

  it("stops when a node without paging returns the same page again", async () => {
    const { client, transport } = setUp(signedIn(() => answer(200, { results: [item(1), item(2)] })));
    assert.equal(await client.findConnection("none"), undefined);
    assert.equal(transport.requests.length, 3);
  });

  it("fails on a list that does not end", async () => {
    await failsWith("EXA209", () => setUp(node(1e9, 50, null)).client.findConnection("none"));
    await failsWith("EXA209", () => setUp(node(1e9, 50)).client.findConnection("none"));
  });

  it("finds every connection with a name, on all pages", async () => {
    const nodeWithDuplicates = signedIn((line) => {
      const offset = Number(/offset=(\d+)/.exec(line)?.[1]);
      const all = Array.from({ length: 120 }, (_, index) => ({
        ...item(index),
        name: index % 60 === 7 ? "twin" : "c",
      }));
      return answer(200, { total: 120, results: all.slice(offset, offset + 50) });
    });
    const { client } = setUp(nodeWithDuplicates);
    assert.deepEqual(
      (await client.findConnections("twin")).map(({ connectionId }) => connectionId),
      ["7", "67"],
    );
    assert.match(await failsWith("EXA312", () => client.findConnection("twin")), /id 7 \(ACTIVE\), id 67 \(ACTIVE\)/);
  });

  it("distinguishes ids that are too long for a JavaScript number", async () => {
    const body =
      '{"total":2,"results":[{"id":9007199254740992,"name":"a","status":"ACTIVE"},{"id":9007199254740993,"name":"b","status":"PENDING"}]}';
    const { client } = setUp(signedIn(() => answer(200, body)));
    assert.equal((await client.findConnection("b"))?.connectionId, "9007199254740993");
    assert.equal((await client.findConnectionById("9007199254740993"))?.connectionName, "b");
  });

  it("fails when a connection with that name has no readable id", async () => {
    const results = [item(1), { id: { value: 2 }, name: "b", status: "PENDING" }];
    const { client } = setUp(signedIn(() => answer(200, { total: 2, results })));
    assert.match(await failsWith("EXA209", () => client.findConnection("b")), /readable id of the connection "b"/);
  });

  it("compares names before redaction, even a name that contains the password", async () => {
    const password = { kind: "password", username: "admin", password: new Secret("jira") } as const;
    const listed = { id: 1234, name: "ado_to_jira", status: "PENDING" };
    const { client, agent } = setUp(
      signedIn(() => answer(200, { total: 1, results: [listed] })),
      password,
    );
    agent.secrets.register("jira");
    agent.secrets.register("1234");
    assert.deepEqual(await client.findConnection("ado_to_jira"), {
      connectionId: "1234",
      connectionName: "ado_to_jira",
      status: "PENDING",
    });
  });

  it("sends no request for a connection whose id is a secret, because the URL would contain it", async () => {
    const { client, transport, agent } = setUp(signedIn(() => answer(200)));
    agent.secrets.register(pat);
    await failsWith("EXA209", () => client.readInvitation(pat));
    await failsWith("EXA209", () => client.deleteConnection(`x${encodeURIComponent(pat)}`));
    assert.deepEqual(transport.lines, ["POST /authenticate"]);
  });

  describe("in a list that changes during the reading", () => {
    /** A list that loses its first entry after each of the first `times` reads of its first page. */
    const shrinking = (times: number, total: (count: number) => number | undefined) => {
      let connections = Array.from({ length: 150 }, (_, index) => item(index));
      let left = times;
      return signedIn((line) => {
        const offset = Number(/offset=(\d+)/.exec(line)?.[1]);
        const body = { total: total(connections.length), results: connections.slice(offset, offset + 100) };
        if (offset === 0 && left-- > 0) connections = connections.slice(1);
        return answer(200, body);
      });
    };

    for (const [what, total] of [
      ["with a total", (count: number) => count],
      ["with a total that stays the same", () => 150],
      ["without a total", () => undefined],
    ] as const) {
      it(`finds a connection that moved to a page already read, ${what}`, async () => {
        assert.equal((await setUp(shrinking(1, total)).client.findConnection("c100"))?.connectionId, "100");
        assert.equal((await setUp(shrinking(1, total)).client.findConnectionById("100"))?.connectionName, "c100");
      });
    }

    it("fails instead of reporting that the connection does not exist", async () => {
      await failsWith("EXA212", () => setUp(shrinking(40, (count) => count)).client.findConnection("none"));
    });

    it("accepts a total that is too large after two readings with the same result", async () => {
      const { client, transport } = setUp(node(120, 100, 130));
      assert.equal(await client.findConnection("none"), undefined);
      assert.equal(transport.requests.length, 5);
    });
  });

  for (const body of [
    {},
    { results: null },
    { results: {} },
    { results: [{ id: 1 }] },
    { results: [null, 7] },
    "[]",
    "",
  ]) {
    it(`fails with EXA209 on the answer ${JSON.stringify(body)}`, async () => {
      await failsWith("EXA209", () => setUp(signedIn(() => answer(200, body))).client.findConnection("x"));
    });
  }

  const destinations: [communication: unknown, read: object][] = [
    [{ remoteUrl: "https://x" }, { destinationUrl: "https://x" }],
    [{ remoteUrl: null }, { private: true }],
    [{ remoteUrl: "" }, { private: true }],
    [{ remoteUrl: "unknown" }, { private: true }],
    [{}, {}],
    [null, {}],
  ];
  for (const [communication, read] of destinations) {
    it(`reads ${JSON.stringify(communication)} as ${JSON.stringify(read)}`, async () => {
      const listed = { id: "1", name: "x", status: "PENDING", communication };
      const found = await setUp(signedIn(() => answer(200, { total: 1, results: [listed] }))).client.findConnection(
        "x",
      );
      assert.deepEqual(found, { connectionId: "1", connectionName: "x", status: "PENDING", ...read });
    });
  }
});

describe("Finding a project", () => {
  const node = (names: string[]): Respond =>
    signedIn((line) => {
      const wanted = new URL(`https://x${line.slice(4)}`).searchParams.get("project") ?? "";
      return answer(200, { results: names.filter((name) => name.includes(wanted)).map((name) => ({ name })) });
    });

  it("uses the name as the key when the node gives no key", async () => {
    assert.deepEqual(await setUp(node(["Fabrikam"])).client.findProject("Fabrikam"), {
      key: "Fabrikam",
      name: "Fabrikam",
    });
  });

  it("uses the key that the node gives, and ignores a project without a name", async () => {
    const results = [{ key: "X" }, { key: "FAB", name: "Fabrikam" }];
    const { client, transport } = setUp(signedIn(() => answer(200, { results })));
    assert.deepEqual(await client.findProject("Fabrikam"), { key: "FAB", name: "Fabrikam" });
    assert.deepEqual(await client.findProject("FAB"), { key: "FAB", name: "Fabrikam" });
    assert.equal(transport.lines[1], "GET /scopeparams/search?project=Fabrikam");
  });

  it("does not hide a programming error", async () => {
    await assert.rejects(setUp(signedIn(() => new TypeError("a fault"))).client.findProject("P"), TypeError);
  });

  it("names the closest projects when there is no match", async () => {
    const message = await failsWith("EXA204", () => setUp(node(["Fabrikam", "Contoso"])).client.findProject("Fabrikm"));
    assert.match(message, /Closest: "Fabrikam", "Contoso"\./);
  });

  it("is skipped, with a debug line, when the node has no such call or the call fails", async () => {
    for (const given of [answer(404), answer(500), answer(200, "<html>")]) {
      const { client, agent } = setUp(signedIn(() => given));
      assert.equal(await client.findProject("Fabrikam"), undefined);
      if (given.status !== 200)
        assert.ok(agent.events.some((event) => event.startsWith("debug: Skipped what searchProjects")));
    }
  });

  it("is skipped when the overrides remove the call", async () => {
    const api = await nodeApiWith('{"operations": {"searchProjects": null}}');
    const { client, transport } = setUp(signsIn, { kind: "token", token: new Secret(pat) }, api);
    assert.equal(await client.findProject("Fabrikam"), undefined);
    assert.deepEqual(transport.lines, []);
  });
});

describe("Describing a destination", () => {
  it("returns only what the node says", async () => {
    const described = (body: unknown) =>
      setUp(signedIn(() => answer(200, body))).client.describeDestination("https://x");
    assert.deepEqual(await described({ reachable: false, modes: ["SCRIPT", 7], nodeUrl: "https://y" }), {
      reachable: false,
      modes: ["script"],
      nodeUrl: "https://y",
    });
    assert.deepEqual(await described({ reachable: "yes", modes: "all" }), {});
  });

  it("sends the address to the node", async () => {
    const { client, transport } = setUp(signedIn(() => answer(200, {})));
    await client.describeDestination("https://x/y");
    assert.equal(transport.lines[1], "GET /destinations?url=https%3A%2F%2Fx%2Fy");
  });
});

describe("Initiating", () => {
  const request = {
    connectionName: "a_to_b",
    localShortName: "a",
    destinationShortName: "b",
    destinationUrl: "https://x",
    private: false,
    mode: "script",
    project: "P",
  } as const;

  it("sends what Exalate's wizard asks for, and registers the invitation code", async () => {
    const { client, transport, agent } = setUp(
      signedIn(() => answer(201, { id: 17, status: "Pending", invitationCode: "the-code" })),
    );
    const made = await client.initiate(request);
    assert.deepEqual([made.connectionId, made.status, made.invitationCode?.reveal()], ["17", "PENDING", "the-code"]);
    assert.ok(agent.registered.includes("the-code"));
    assert.deepEqual(JSON.parse(transport.requests[1]?.body ?? ""), {
      name: "a_to_b",
      localShortName: "a",
      remoteShortName: "b",
      remoteUrl: "https://x",
      private: false,
      mode: "script",
      project: "P",
    });
  });

  const failures: [
    what: string,
    answer: HttpAnswer,
    code: "EXA202" | "EXA205" | "EXA208" | "EXA209" | "EXA210" | "EXA305",
    words: RegExp,
  ][] = [
    [
      "a conflict of another kind",
      answer(409, { message: "Locked by a migration" }),
      "EXA208",
      /Locked by a migration/,
    ],
    [
      "an answer without an id",
      answer(201, {}),
      "EXA209",
      /POST \/connections has no connectionId .*; this call is assumed/,
    ],
    ["a missing call", answer(404), "EXA208", /assumed/],
    ["a refusal", answer(400, { message: "remoteUrl is wrong" }), "EXA208", /The node says: "remoteUrl is wrong"/],
    ["a plain refusal", answer(400, "not like this"), "EXA208", /The node says: "not like this"/],
    ["a session that ended", answer(401), "EXA202", /POST \/connections answered HTTP 401/],
    ["the free plan", answer(400, { message: "Script mode is not available on the free plan" }), "EXA205", /license/],
    ["an outage", answer(500, { message: "boom" }), "EXA210", /boom/],
  ];
  for (const [what, given, code, words] of failures) {
    it(`fails with ${code} on ${what}`, async () => {
      assert.match(await failsWith(code, () => setUp(signedIn(() => given)).client.initiate(request)), words);
    });
  }

  it("takes the node's status", async () => {
    for (const [given, status] of [
      ["waiting", "WAITING"],
      ["active", "ACTIVE"],
    ] as const) {
      const { client } = setUp(signedIn(() => answer(201, { id: 17, status: given })));
      assert.deepEqual(await client.initiate(request), { connectionId: "17", status });
    }
  });

  it("distinguishes a conflict, such as a taken name, from other refusals", async () => {
    const failureOn = (status: number) =>
      setUp(signedIn(() => answer(status)))
        .client.initiate(request)
        .catch((error: unknown) => error);
    assert.ok((await failureOn(409)) instanceof ConflictFailure);
    assert.ok(!((await failureOn(400)) instanceof ConflictFailure));
  });

  it("does not accept a web page as an invitation code", async () => {
    const given = signedIn(() => answer(201, { id: 17, invitationCode: "<html>Sign in to Fabrikam</html>" }));
    const { client, agent } = setUp(given);
    await failsWith("EXA209", () => client.initiate(request));
    assert.deepEqual(new Set(agent.registered), new Set(["session-token"]));
  });

  it("hides an invitation code without digits that a refusal quotes", async () => {
    const code = "an-invitation-code-in-words-alone";
    for (const status of [400, 409, 500]) {
      const { client } = setUp(
        signedIn(() => answer(status, { message: `Cannot take ${code}`, invitationCode: code })),
      );
      const error: unknown = await client.initiate(request).catch((reason: unknown) => reason);
      assert.match(String(error), /Cannot take \*\*\*/);
    }
  });

  it("hides a token or code that a refusal quotes, registered or not", async () => {
    const code = "Zx81kQ0v7Jm2Lr5Tn9Wb4Yc6";
    for (const given of [
      answer(500, `Could not notify; invitation ${code} made`),
      answer(400, { message: `bad ${code}`, invitationCode: code }),
      answer(303, "", { location: `https://user:pw@else.contoso.com/a?invitationCode=${code}#${code}` }),
      answer(403, { message: `token ${jwt(now)}` }),
    ]) {
      const error: unknown = await setUp(signedIn(() => given))
        .client.initiate(request)
        .catch((reason: unknown) => reason);
      assert.ok(
        !String(error).includes(code) && !String(error).includes("pw@") && !/eyJ/.test(String(error)),
        String(error),
      );
    }
  });

  it("does not take a project of that name for the license", async () => {
    const refusal = answer(400, { message: 'Project "License Management" is archived' });
    await failsWith("EXA208", () => setUp(signedIn(() => refusal)).client.initiate(request));
  });

  it("shows nothing of the credential, the session or a command that the node echoes", async () => {
    const echo = signedIn((_, { headers }) =>
      answer(400, {
        message: `##vso[task.complete]\r\n${headers["X-exalate-jwt"]} ${Buffer.from("session-token").toString("base64")}`,
      }),
    );
    const message = await failsWith("EXA208", () => setUp(echo).client.initiate(request));
    assert.ok(!/session-token|##vso|\n/.test(message), message);
    assert.match(message, /\*\*\* \*\*\*/);
  });
});

describe("Reading an invitation again", () => {
  it("gives and registers the code", async () => {
    const { client, transport, agent } = setUp(signedIn(() => answer(200, { invitationCode: "again" })));
    assert.equal((await client.readInvitation("1 7"))?.reveal(), "again");
    assert.equal(transport.lines[1], "GET /connections/1%207/invitation");
    assert.ok(agent.registered.includes("again"));
  });

  it("fails with EXA303 where the node cannot", async () => {
    for (const given of [answer(404), answer(405), answer(501)]) {
      await failsWith("EXA303", () => setUp(signedIn(() => given)).client.readInvitation("1"));
    }
    const api = await nodeApiWith('{"operations": {"readInvitation": null}}');
    const { client, transport } = setUp(signsIn, { kind: "token", token: new Secret(pat) }, api);
    await failsWith("EXA303", () => client.readInvitation("1"));
    assert.equal(transport.requests.length, 0);
  });

  it("does not take an outage for a node that cannot", async () => {
    await failsWith("EXA210", () => setUp(signedIn(() => answer(503))).client.readInvitation("1"));
    await failsWith("EXA202", () => setUp(signedIn(() => answer(403))).client.readInvitation("1"));
    await failsWith("EXA208", () => setUp(signedIn(() => answer(409, "no longer pending"))).client.readInvitation("1"));
    assert.match(
      await failsWith("EXA209", () => setUp(signedIn(() => answer(200, {}))).client.readInvitation("1")),
      /invitationCode/,
    );
    const page = signedIn(() => answer(200, { invitationCode: "<html>" }));
    assert.match(await failsWith("EXA209", () => setUp(page).client.readInvitation("1")), /invitationCode/);
  });
});

describe("Deleting a connection", () => {
  const listed = (line: string, results: object[]) =>
    line.startsWith("GET /connections?") ? answer(200, { total: results.length, results }) : answer(404);

  it("calls the node with the connection's id", async () => {
    const node = signedIn((line) => (line.startsWith("DELETE") ? answer(204) : listed(line, [])));
    const { client, transport } = setUp(node);
    await client.deleteConnection("17");
    assert.deepEqual(transport.lines.slice(1), ["DELETE /connections/17", "GET /connections?offset=0&limit=100"]);
  });

  it("succeeds when the connection no longer exists", async () => {
    await setUp(signedIn((line) => listed(line, []))).client.deleteConnection("17");
  });

  it("fails when the node has no such call", async () => {
    const item = { id: 17, name: "x", status: "PENDING" };
    await failsWith("EXA208", () => setUp(signedIn((line) => listed(line, [item]))).client.deleteConnection("17"));
  });

  it("fails when the node refuses", async () => {
    await failsWith("EXA208", () => setUp(signedIn(() => answer(400, "no"))).client.deleteConnection("17"));
  });

  describe("after a successful status", () => {
    const item = { id: 17, name: "x", status: "PENDING" };
    const deleting = (body: unknown, results: object[]) => {
      const set = setUp(signedIn((line) => (line.startsWith("DELETE") ? answer(200, body) : listed(line, results))));
      return { ...set, deleted: () => set.client.deleteConnection("17") };
    };

    it("checks that the connection is gone, whatever the answer", async () => {
      for (const body of ["", " \r\n", { status: "done" }]) {
        const { transport, deleted } = deleting(body, []);
        await deleted();
        assert.equal(transport.lines.length, 3);
        const message = await failsWith("EXA213", deleting(body, [item]).deleted);
        assert.match(message, /still lists the connection "x" \(id 17\) as PENDING, although DELETE .* HTTP 200/);
      }
      await failsWith("EXA203", deleting("<html>Sign in</html>", [item]).deleted);
    });

    it("waits until a node that deletes later lists the connection no more", async () => {
      const { client, transport } = setUp(
        signedIn((line) => {
          if (line.startsWith("DELETE")) return answer(202);
          return listed(line, transport.lines.length < 6 ? [item] : []);
        }),
      );
      await client.deleteConnection("17");
      assert.equal(transport.lines.filter((line) => line.startsWith("GET")).length, 4);
    });
  });
});

describe("Accepting an invitation", () => {
  const accepting = (given: HttpAnswer) => {
    const set = setUp(signedIn(() => given));
    return { ...set, accepted: () => set.client.acceptInvitation(new Secret("the-code"), { project: "P" }) };
  };

  it("sends the code in the body, and returns the connection", async () => {
    const { transport, accepted } = accepting(answer(200, { id: 7, name: "a_to_b", status: "active" }));
    assert.deepEqual(await accepted(), {
      connectionId: "7",
      connectionName: "a_to_b",
      status: "ACTIVE",
      alreadyAccepted: false,
    });
    assert.equal(transport.lines[1], "POST /connections/accept");
    assert.deepEqual(JSON.parse(transport.requests[1]?.body ?? ""), { invitationCode: "the-code", project: "P" });
  });

  it("works without a name and a status in the answer", async () => {
    assert.deepEqual(await accepting(answer(200, { id: 7 })).accepted(), {
      connectionId: "7",
      alreadyAccepted: false,
    });
  });

  it("reports an invitation that was already accepted", async () => {
    const { accepted } = accepting(answer(409, { message: "active", id: "7", name: "a_to_b", status: "ACTIVE" }));
    assert.deepEqual(await accepted(), {
      connectionId: "7",
      connectionName: "a_to_b",
      status: "ACTIVE",
      alreadyAccepted: true,
    });
  });

  it("fails on a taken name, an invalid code and an answer without an id", async () => {
    await failsWith("EXA308", accepting(answer(409, { message: "exists" })).accepted);
    await failsWith("EXA307", accepting(answer(400, { message: "Invitation code is invalid" })).accepted);
    await failsWith(
      "EXA307",
      accepting(answer(404, "Please contact your partner to get the new invitation code")).accepted,
    );
    await failsWith("EXA208", accepting(answer(400, { message: "Unknown project" })).accepted);
    await failsWith("EXA209", accepting(answer(200, {})).accepted);
  });
});

describe("An expired session", () => {
  const onceRefused = () => {
    let refusals = 1;
    let sessions = 0;
    return setUp((line) => {
      if (line === "POST /authenticate") return answer(200, { token: `session-${++sessions}` });
      return refusals-- > 0 ? answer(401) : answer(200, { total: 0, results: [] });
    });
  };

  it("is renewed once, and the call is repeated", async () => {
    const { client, transport } = onceRefused();
    assert.equal(await client.findConnection("x"), undefined);
    const tokens = transport.requests.map(({ headers }) => headers["X-exalate-jwt"]);
    assert.deepEqual(tokens, [undefined, "session-1", undefined, "session-2"]);
  });

  it("is an error when the new session is refused too, or when the credential is a JWT", async () => {
    await failsWith("EXA202", () => setUp(signedIn(() => answer(401))).client.findConnection("x"));
    const { client, transport } = setUp(() => answer(401), { kind: "token", token: new Secret(jwt(now + 60_000)) });
    await failsWith("EXA202", () => client.findConnection("x"));
    assert.equal(transport.requests.length, 1);
  });

  it("can be opened again after a failed sign-in", async () => {
    let failures = 1;
    const { client } = setUp(() => (failures-- > 0 ? answer(503) : answer(200, { token: "t" })));
    await failsWith("EXA210", () => client.signIn());
    assert.equal((await client.signIn()).reveal(), "t");
  });
});
