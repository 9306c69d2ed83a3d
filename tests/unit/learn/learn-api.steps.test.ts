import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { learnApi } from "../../../src/learn/learn-api.ts";
import type { Learned } from "../../../src/learn/learned.ts";
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

function askedAt(learned: Learned): string[] {
  return learned.edits.map(({ pointer }) => pointer);
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
    assert.equal(callsOf(learned, "initiateConnection").length, 4);
    assert.deepEqual(askedAt(learned), ["/operations/initiateConnection/path"]);
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

  for (const [title, report] of [
    ["settings", call("PUT /api/me/preferences", 204, undefined, { body: { lastName: name } })],
    ["a count of uses", call("POST /api/usage", 200, { ok: true }, { body: { label: name } })],
  ] as const)
    it(`does not call ${title} before initiating`, async () => {
      const learned = await learn({ initiate: [report, create()] });
      assert.deepEqual(callsOf(learned, "initiateConnection"), ["POST /connections"]);
      assert.match(learned.remarks.join(), /taken for a report/);
      assert.deepEqual(askedAt(learned), []);
    });

  for (const step of [
    call("POST /api/connections/4211/publish", 204, undefined, { body: {} }),
    call("POST /api/connections/publish", 204, undefined, { body: { id: 4211 } }),
  ])
    it(`asks whether ${step.url.pathname} belongs to initiating, which has shown the code`, async () => {
      const learned = await learn({ afterwards: [step] });
      assert.deepEqual(askedAt(learned), ["/operations/initiateConnection/path"]);
    });

  it("does not take a search by POST for a step, which repeats a typed value", async () => {
    const started = call("POST /api/connections", 202, undefined, { body: { ...names, project: 1806 } });
    const found = call("POST /api/partners/search", 200, { partners: [] }, { body: { text: "Fabrikam" } });
    const read = [call("GET /api/connections/4211/code", 200, { code: invitationCode })];
    const learned = await learn({ initiate: [started, found], read });
    assert.deepEqual(callsOf(learned, "initiateConnection"), ["POST /connections"]);
    assert.deepEqual(askedAt(learned), []);
  });

  it("does not repeat a try that was answered with an error in words", async () => {
    const failed = call("POST /api/connections", 200, { result: "error" }, { body: { ...names, project: 1807 } });
    const learned = await learn({ initiate: [failed, create()] });
    assert.deepEqual(callsOf(learned, "initiateConnection"), ["POST /connections"]);
  });

  it("says that a call that shows the code was seen once, and may make a new one", async () => {
    const made = call(
      "POST /api/connections",
      201,
      { id: 4211, status: "PENDING" },
      { body: { ...names, project: 1806 } },
    );
    const read = [call("POST /api/connections/4211/invitations", 201, { code: invitationCode }, { body: {} })];
    assert.match((await learn({ initiate: [made], read })).remarks.join(), /may make a new code/);
  });

  it("makes no connection to read the list", async () => {
    const list = (entries: readonly object[]) =>
      entries.length === 0 ? [] : [call("GET /api/spaces/w-7712/connections", 200, { items: [older, ...entries] })];
    const made = { id: 4211, status: "PENDING", code: invitationCode, space: "w-7712" };
    const initiate = [call("POST /api/connections", 201, made, { body: { ...names, project: 1806 } })];
    const learned = await learn({ list, initiate });
    assert.equal(callsOf(learned, "listConnections").length, 1);
    assert.deepEqual(askedAt(learned), ["/operations/listConnections/path"]);
  });

  it("keeps a step without values beside the others", async () => {
    const initiate = [
      call("POST /api/wizard/names", 200, { draft: "d-77x1" }, { body: { ...names, project: 1806 } }),
      call("POST /api/wizard/next", 204, undefined, { body: { step: "review" } }),
      call("POST /api/wizard/finish", 201, { id: 4211, code: invitationCode }, { body: { draft: "d-77x1" } }),
    ];
    const learned = await learn({ initiate });
    assert.deepEqual(callsOf(learned, "initiateConnection"), [
      "POST /wizard/names",
      "POST /wizard/next",
      "POST /wizard/finish",
    ]);
    assert.deepEqual(askedAt(learned), []);
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
    assert.equal(callsOf(learned, "acceptInvitation").length, 2);
    assert.deepEqual(askedAt(learned), ["/operations/acceptInvitation/path"]);
  });

  it("does not leave out the project that is set on the accepted connection", async () => {
    const accept = [
      call("POST /api/accept", 200, entry("ACTIVE"), { body: { code: invitationCode } }),
      call("PUT /api/connections/4211/project", 204, undefined, { body: { project: 1806 } }),
    ];
    const learned = await learn({ accept });
    assert.deepEqual(callsOf(learned, "acceptInvitation"), ["POST /accept", "PUT /connections/{id}/project"]);
    assert.deepEqual(askedAt(learned), []);
  });

  it("learns accepting from one recording of both nodes", async () => {
    const initiating = initiatingCalls({});
    const accepting = acceptingCalls({}).map((each) => ({
      ...each,
      url: new URL(`${otherNode}${each.url.pathname}${each.url.search}`),
    }));
    const both = recording([...initiating, ...accepting], bearer);
    const learned = await learnApi({ initiating: both, accepting: undefined, nodeOrigin: undefined }, typedValues);
    assert.deepEqual(learned.edits, []);
    assert.deepEqual(callsOf(learned, "acceptInvitation"), ["POST /accept"]);
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

  it("does not take the delete of something else with the same id when many are deleted at once", async () => {
    const remove = [
      call("DELETE /api/mappings/4211", 204),
      call("POST /api/bulk", 204, undefined, { body: { remove: [4211, 71] } }),
    ];
    assertHolds(!isOffered(await learn({ remove }), "deleteConnection"));
  });

  it("asks whether a call deletes when the list is asked for a part of the connections by POST", async () => {
    const list = (entries: readonly object[]) => [
      call("POST /api/connections/search", 200, { items: [older, ...entries] }, { body: { kept: "yes" } }),
    ];
    const learned = await learn({ list, remove: [call("POST /api/connections/4211/end", 204)] });
    assert.deepEqual(askedAt(learned), ["/operations/deleteConnection/path"]);
  });

  for (const [title, parts] of [
    ["a change of a member", { remove: [call("PATCH /api/connections/4211", 200, {}, { body: { state: "off" } })] }],
    ["a call that archives", { remove: [call("POST /api/connections/4211/archive", 204)] }],
  ] as const)
    it(`asks whether ${title} deletes the connection`, async () => {
      assert.deepEqual(askedAt(await learn(parts)), ["/operations/deleteConnection/path"]);
    });

  it("reads the version of the connection before deleting when the console does", async () => {
    const list = (entries: readonly object[]) => plainList(entries.map((each) => ({ ...each, version: 654 })));
    const remove = [
      call("GET /api/connections/4211", 200, { ...entry("ACTIVE"), version: 654 }),
      call("DELETE /api/connections/4211?version=654", 204),
    ];
    const learned = await learn({ list, remove });
    assert.deepEqual(callsOf(learned, "deleteConnection"), [
      "GET /connections/{connectionId}",
      "DELETE /connections/{connectionId}",
    ]);
    assert.deepEqual(at(learned, "/operations/deleteConnection/query"), { version: "{version}" });
  });

  it("asks about the version in a header that the list has", async () => {
    const list = (entries: readonly object[]) => plainList(entries.map((each) => ({ ...each, etag: "W/7f3a-11" })));
    const remove = [call("DELETE /api/connections/4211", 204, undefined, { headers: { "If-Match": "W/7f3a-11" } })];
    assert.deepEqual(askedAt(await learn({ list, remove })), ["/operations/deleteConnection/headers/If-Match"]);
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
      call("POST /api/login", 200, { ticket: "tk-41x77y" }, { body: { user: "cadmin", password: "s3cret-pass" } }),
      call("POST /api/token", 200, { jwt: sessionToken }, { body: { ticket: "tk-41x77y" } }),
    ];
    const learned = await learn({ signIn: login });
    assert.deepEqual(callsOf(learned, "authenticate"), ["POST /login", "POST /token"]);
  });

  it("takes a renewed session's first sign-in", async () => {
    const renewed = sessionToken.replace(/.$/, "R");
    const login = call(
      "POST /api/login",
      200,
      { jwt: sessionToken, renewal: "rk-41x77y" },
      { body: { user: "cadmin", password: "s3cret-pass" } },
    );
    const renewal = call("POST /api/renew", 200, { jwt: renewed }, { body: { renewal: "rk-41x77y" } });
    const learned = await learn({ signIn: [login, renewal] });
    assert.deepEqual(callsOf(learned, "authenticate"), ["POST /login"]);
  });

  it("does not keep what only the sign-in answered", async () => {
    const login = call(
      "POST /api/login",
      200,
      { jwt: sessionToken, tenant: "t-5512" },
      { body: { user: "cadmin", password: "s3cret-pass" } },
    );
    const learned = await learn({ signIn: [login], body: { project: 1806, tenant: "t-5512" } });
    assert.deepEqual(askedAt(learned), ["/operations/initiateConnection/body/tenant"]);
  });
});
