import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { learnApi } from "../../../src/learn/learn-api.ts";
import {
  acceptingCalls,
  at,
  bearer,
  callsOf,
  create,
  entry,
  initiatingCalls,
  isAsked,
  isOffered,
  learn,
  name,
  names,
  older,
  otherNode,
  type Parts,
  plainList,
} from "../../support/console-parts.ts";
import { call, invitationCode, recording, sessionToken, typedValues } from "../../support/recorded-calls.ts";

/** Without a message, assert.ok would look for its own source text, which is not as it was compiled, and can run for ever. */
function assertHolds(isTrue: boolean): void {
  assert.equal(isTrue, true);
}

/** A recorded value is neither kept nor shown. */
function assertNotKept(learned: object, ...texts: readonly string[]): void {
  for (const text of texts) assert.ok(!JSON.stringify(learned).includes(text), `${text} is kept`);
}

describe("learnApi: the calls that initiate", () => {
  it("does not leave out later steps of a wizard that the session keeps", async () => {
    const initiate = [
      call("POST /api/wizard/start", 200, { step: 1 }, { body: { url: otherNode } }),
      call(
        "POST /api/wizard/names",
        200,
        { step: 2 },
        { body: { name, note: "Escalated bugs", mine: "Contoso", theirs: "Fabrikam" } },
      ),
      call("POST /api/wizard/project", 200, { step: 3 }, { body: { project: 1806 } }),
      call("POST /api/wizard/finish", 201, { id: 4211, status: "PENDING", code: invitationCode }, { body: {} }),
    ];
    const read = [call("GET /api/connections/4211/code", 200, { code: invitationCode })];
    const learned = await learn({ initiate, read });
    const calls = callsOf(learned, "initiateConnection");
    assert.ok(calls.length === 4 || isAsked(learned, "/operations/initiateConnection"), calls.join(", "));
  });

  it("does not leave out a step that adds the description", async () => {
    const { note: _, ...others } = names;
    const initiate = [
      call(
        "POST /api/connections",
        201,
        { id: 4211, status: "PENDING", code: invitationCode },
        { body: { ...others, project: 1806 } },
      ),
      call("PATCH /api/connections/4211", 200, { id: 4211 }, { body: { note: "Escalated bugs" } }),
    ];
    const calls = callsOf(await learn({ initiate }), "initiateConnection");
    assert.equal(calls.length, 2, calls.join(", "));
  });

  for (const [address, body] of [
    ["POST /api/usage", { action: "initiate", label: name }],
    ["POST /api/recent", { title: name }],
    ["PUT /api/me/settings", { lastConnection: 4211, lastName: name }],
  ] as const)
    it(`does not take ${address} for a part of initiating`, async () => {
      const learned = await learn({ afterwards: [call(address, 204, undefined, { body })] });
      assert.deepEqual(callsOf(learned, "initiateConnection"), ["POST /connections"]);
    });

  it("does not make a connection that was made just before", async () => {
    const other = call(
      "POST /api/connections",
      201,
      { id: 4210, status: "PENDING", code: `${invitationCode}1` },
      { body: { ...names, name: "Contoso_to_Woodgrove", theirs: "Woodgrove", project: 1806 } },
    );
    const learned = await learn({ initiate: [other, create()] });
    assert.deepEqual(callsOf(learned, "initiateConnection"), ["POST /connections"]);
  });
});

describe("learnApi: the calls that accept", () => {
  it("follows the steps after a check to the last one", async () => {
    const accept = [
      call("POST /api/check", 200, { token: "t0k3n-11x22y" }, { body: { code: invitationCode } }),
      call("POST /api/prepare", 200, { draft: 5120 }, { body: { token: "t0k3n-11x22y" } }),
      call("POST /api/acceptances/5120/confirm", 200, entry("ACTIVE"), { body: { project: 1806 } }),
    ];
    const learned = await learn({ accept });
    assert.equal(callsOf(learned, "acceptInvitation").length, 3);
  });

  it("does not leave out the project, which the session's next call sends", async () => {
    const accept = [
      call("POST /api/accept/code", 204, undefined, { body: { code: invitationCode } }),
      call("POST /api/accept/project", 200, entry("ACTIVE"), { body: { project: 1806 } }),
    ];
    const learned = await learn({ accept });
    assertHolds(callsOf(learned, "acceptInvitation").length === 2 || isAsked(learned, "/operations/acceptInvitation"));
  });

  it("does not leave out the project that is set on the accepted connection", async () => {
    const accept = [
      call("POST /api/accept", 200, entry("ACTIVE"), { body: { code: invitationCode } }),
      call("PUT /api/connections/4211/project", 204, undefined, { body: { project: 1806 } }),
    ];
    const learned = await learn({ accept });
    assertHolds(callsOf(learned, "acceptInvitation").length === 2 || isAsked(learned, "/operations/acceptInvitation"));
  });

  it("learns accepting from one recording of both nodes", async () => {
    const initiating = initiatingCalls({});
    const accepting = acceptingCalls({}).map((each) => ({
      ...each,
      url: new URL(`${otherNode}${each.url.pathname}${each.url.search}`),
    }));
    const both = recording([...initiating, ...accepting], bearer);
    const learned = await learnApi({ initiating: both, accepting: undefined, nodeOrigin: undefined }, typedValues);
    assertHolds(learned.rows.some((row) => row.name === "acceptInvitation"));
  });

  for (const [title, accept] of [
    [
      "a query",
      [
        call(`GET /api/check?code=${invitationCode}`, 200, { ticket: "t-77x1" }),
        call("POST /api/accept", 200, entry("ACTIVE"), { body: { ticket: "t-77x1", project: 1806 } }),
      ],
    ],
    [
      "a longer text",
      [call("POST /api/accept", 200, entry("ACTIVE"), { body: { text: `exalate:${invitationCode}`, project: 1806 } })],
    ],
  ] as const)
    it(`does not say that no call carries a code that is in ${title}`, async () => {
      const learned = await learn({ accept });
      assert.doesNotMatch(JSON.stringify(learned.edits), /No call of the accepting recording carries/);
    });
});

describe("learnApi: the calls that delete", () => {
  it("never accepts an invitation before deleting, and keeps no code", async () => {
    const code = "ABCD-EFGH-IJKL";
    const initiate = [
      call("POST /api/connections", 201, { id: 4211, status: "PENDING", code }, { body: { ...names, project: 1806 } }),
    ];
    const accept = [call("POST /api/accept", 200, { id: 4211, name, status: "ACTIVE" }, { body: { code } })];
    const remove = [call("POST /api/connections/remove", 204, undefined, { body: { id: 4211, confirm: name } })];
    const learned = await learn({ initiate, accept, remove });
    assertNotKept(learned, code);
    assertHolds(!isOffered(learned, "deleteConnection") || callsOf(learned, "deleteConnection").length === 1);
  });

  it("does not take the delete of something with the same id", async () => {
    const list = (entries: readonly object[]) => plainList(entries.map((each) => ({ ...each, id: 1806 })));
    const initiate = [
      call(
        "POST /api/connections",
        201,
        { id: 1806, status: "PENDING", code: invitationCode },
        { body: { ...names, project: 1806 } },
      ),
    ];
    const accept = [
      call(
        "POST /api/accept",
        200,
        { id: 1806, name, status: "ACTIVE" },
        { body: { code: invitationCode, project: 1806 } },
      ),
    ];
    const remove = [call("DELETE /api/mappings/1806", 204), call("DELETE /api/connections/1806", 204)];
    const learned = await learn({ list, initiate, accept, remove });
    assertHolds(!callsOf(learned, "deleteConnection").includes("DELETE /mappings/{connectionId}"));
  });

  for (const [query, action] of [
    ["hidden=false", "archive"],
    ["status=enabled", "disable"],
  ])
    it(`does not take ${action} for deleting: the list with ?${query} leaves such connections out`, async () => {
      const list = (entries: readonly object[]) => [
        call(`GET /api/connections?${query}`, 200, { items: [older, ...entries] }),
      ];
      const learned = await learn({ list, remove: [call(`POST /api/connections/4211/${action}`, 204)] });
      assertHolds(!isOffered(learned, "deleteConnection") || isAsked(learned, "/operations/deleteConnection"));
    });

  it("does not keep the version that the list has of a connection", async () => {
    const list = (entries: readonly object[]) =>
      plainList(entries.map((each) => ({ ...each, version: 654, revision: 3 })));
    const remove = [call("DELETE /api/connections/4211?version=654&revision=3", 204)];
    const learned = await learn({ list, remove });
    assert.notEqual(at(learned, "/operations/deleteConnection/query/version"), "654");
    assert.notEqual(at(learned, "/operations/deleteConnection/query/revision"), "3");
  });
});

describe("learnApi: what calls can send and answer", () => {
  for (const [title, parts] of Object.entries({
    "a code in the path": {
      accept: [
        call(`POST /api/invitations/${invitationCode}/accept`, 200, entry("ACTIVE"), { body: { project: 1806 } }),
      ],
    },
    "a URL in the path": {
      initiate: [
        call(
          "POST /api/instances/https%3A%2F%2Fnode-2.example/connections",
          201,
          { id: 4211, status: "PENDING", code: invitationCode },
          { body: { name, note: "Escalated bugs", mine: "Contoso", theirs: "Fabrikam", project: 1806 } },
        ),
      ],
    },
  } satisfies Record<string, Parts>))
    it(`says one thing about ${title}, in words for a person`, async () => {
      const learned = await learn(parts);
      assert.ok(learned.edits.length <= 1, learned.edits.map(({ pointer }) => pointer).join(" "));
      assert.doesNotMatch(JSON.stringify(learned.edits), /schema|pattern/);
      assertNotKept(learned, "node-2.example");
    });

  it("writes ids in parentheses", async () => {
    const learned = await learn({ remove: [call("DELETE /api/connections(4211)", 204)] });
    assert.deepEqual(callsOf(learned, "deleteConnection"), ["DELETE /connections({connectionId})"]);
  });

  it("writes the place of a code in a header", async () => {
    const initiate = [
      call(
        "POST /api/connections",
        201,
        { id: 4211, status: "PENDING" },
        { body: { ...names, project: 1806 }, answerHeaders: { "X-Invitation": invitationCode } },
      ),
    ];
    const learned = await learn({ initiate });
    assert.deepEqual(at(learned, "/operations/initiateConnection/result/invitationCode"), ["header:X-Invitation"]);
  });

  it("keeps the methods of one address for all calls", async () => {
    const rpc = (method: string, params: unknown, result: unknown) =>
      call("POST /api/rpc", 200, { result }, { body: { method, params } });
    const learned = await learn({
      initiate: [rpc("connection.create", { ...names, project: 1806 }, entry("PENDING", { code: invitationCode }))],
      accept: [rpc("invitation.accept", { code: invitationCode, project: 1806 }, entry("ACTIVE"))],
      remove: [rpc("connection.delete", { id: 4211 }, true)],
    });
    assert.deepEqual(learned.edits, []);
  });

  it("writes a sign-in of two calls", async () => {
    const login = [
      call("POST /api/login", 200, { ticket: "tk-41x77y" }, { body: { user: "jane", password: "s3cret-pass" } }),
      call("POST /api/token", 200, { jwt: sessionToken }, { body: { ticket: "tk-41x77y" } }),
    ];
    const learned = await learn({ signIn: login });
    assert.deepEqual(callsOf(learned, "authenticate"), ["POST /login", "POST /token"]);
  });
});
