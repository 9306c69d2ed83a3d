import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { learnApi } from "../../../src/learn/learn-api.ts";
import type { Learned } from "../../../src/learn/learned.ts";
import {
  at,
  bearer,
  callsOf,
  create,
  entry,
  initiatingCalls,
  isAsked,
  isOffered,
  learn,
  names,
  older,
  type Parts,
  plainList,
} from "../../support/console-parts.ts";
import { call, invitationCode, recording, sessionToken, typedValues } from "../../support/recorded-calls.ts";

/** Without a message, assert.ok would look for its own source text, which is not as it was compiled, and can run for ever. */
function assertHolds(isTrue: boolean, what = "does not hold"): void {
  assert.equal(isTrue, true, what);
}

/** A recorded value is neither kept nor shown. */
function assertNotKept(learned: Learned, ...texts: readonly string[]): void {
  for (const text of texts) assertHolds(!JSON.stringify(learned.overrides).includes(text), `${text} is kept`);
}

/** The values are sent as the tasks' own, or asked about. */
function assertNoConstant(learned: Learned, ...texts: readonly string[]): void {
  const { initiateConnection, acceptInvitation, deleteConnection } = at(learned, "/operations") as Record<
    string,
    unknown
  >;
  const kept = JSON.stringify([initiateConnection, acceptInvitation, deleteConnection]);
  for (const text of texts) assertHolds(!kept.includes(text), `${text} is a constant`);
}

describe("learnApi: values of the project", () => {
  it("does not keep the project's id when no recorded answer lists projects", async () => {
    assertNoConstant(await learn({ search: [] }), "1806");
  });

  it("does not keep the project's key when no recorded answer lists projects", async () => {
    const accept = [call("POST /api/accept", 200, entry("ACTIVE"), { body: { code: invitationCode, project: "SUP" } })];
    assertNoConstant(await learn({ search: [], body: { project: "SUP" }, accept }), '"SUP"');
  });

  for (const text of ["urn:project:1806", "Projects(1806)", "https://node-1.example/api/projects/1806", "key = SUP"])
    it(`does not keep ${text}, which holds a member of the project`, async () => {
      assertNoConstant(await learn({ body: { project: 1806, extra: text } }), text);
    });

  it("does not keep a project's member in a part of the path", async () => {
    const initiate = [
      call(
        "POST /api/connections;project=1806",
        201,
        { id: 4211, status: "PENDING", code: invitationCode },
        { body: names },
      ),
    ];
    assertNoConstant(await learn({ initiate }), "1806");
  });

  it("does not keep the name of a member as which a list has the project", async () => {
    const map = call("GET /api/projects", 200, { SUP: { title: "Support" }, SPL: { title: "Supply" } });
    const accept = [call("POST /api/accept", 200, entry("ACTIVE"), { body: { code: invitationCode, project: "SUP" } })];
    assertNoConstant(await learn({ search: [map], body: { project: "SUP" }, accept }), '"SUP"');
  });

  it("does not send the project where a constant has the same word", async () => {
    const slugs = call("GET /api/projects", 200, {
      projects: [
        { slug: "default", name: "Support" },
        { slug: "supply", name: "Supply" },
      ],
    });
    const learned = await learn({ search: [slugs], body: { space: "default", template: "default" } });
    assertHolds(isAsked(learned, "/operations/initiateConnection/body/template"));
  });

  it("does not keep booleans of a project that is sent whole", async () => {
    const project = { id: 1806, name: "Support", isArchived: false, isPrivate: true };
    const projects = [project, { id: 1807, name: "Supply", isArchived: false, isPrivate: false }];
    const learned = await learn({ search: [call("GET /api/projects", 200, { projects })], body: { project } });
    assertHolds(isAsked(learned, "/operations/initiateConnection/body/project/isPrivate"));
  });

  it("does not keep the project's name in the text of a search", async () => {
    const odata = call("GET /api/projects?$filter=contains(Name,%27Support%27)", 200, {
      value: [
        { id: 1806, name: "Support" },
        { id: 1807, name: "Supply" },
      ],
    });
    assertNotKept(await learn({ search: [odata] }), "Support");
  });
});

describe("learnApi: values of earlier answers", () => {
  const look = call("GET /api/lookup?url=https://node-2.example", 200, {
    reachable: true,
    modes: ["script"],
    tracker: "jira",
    product: "JIRA",
    version: "5.8.2",
    isCloud: true,
    build: 8,
  });
  for (const [member, value] of Object.entries({
    tracker: "jira",
    product: "JIRA",
    version: "5.8.2",
    isCloud: true,
    build: 8,
  }))
    it(`does not keep ${member} of the look at the destination`, async () => {
      const learned = await learn({ initiate: [look, create({ project: 1806, [member]: value })] });
      assert.notEqual(at(learned, `/operations/initiateConnection/body/${member}`), value);
    });

  it("does not change the person's settings again for a word that their answer has", async () => {
    const settings = call("POST /api/preferences", 200, { layout: "wide" }, { body: { theme: "dark" } });
    const learned = await learn({ initiate: [settings, create({ project: 1806, layout: "wide" })] });
    assert.deepEqual(callsOf(learned, "initiateConnection"), ["POST /connections"]);
    assert.equal(at(learned, "/operations/initiateConnection/body/layout"), "wide");
  });

  it("does not keep what the check of the code answered", async () => {
    const check = call("POST /api/check", 200, { type: "basic", ticket: "t-77x1" }, { body: { code: invitationCode } });
    const accept = [
      check,
      call("POST /api/accept", 200, entry("ACTIVE"), { body: { ticket: "t-77x1", type: "basic", project: 1806 } }),
    ];
    const learned = await learn({ accept });
    assert.notEqual(at(learned, "/operations/acceptInvitation/body/type"), "basic");
  });

  it("does not keep an organization's id that differs between the two nodes", async () => {
    const calls = (org: string): Parts => ({
      list: (entries) => [call(`GET /api/orgs/${org}/connections`, 200, { items: [older, ...entries] })],
      initiate: [
        call(
          `POST /api/orgs/${org}/connections`,
          201,
          { id: 4211, status: "PENDING", code: invitationCode },
          { body: { ...names, project: 1806 } },
        ),
      ],
      accept: [
        call(`POST /api/orgs/${org}/accept`, 200, entry("ACTIVE"), { body: { code: invitationCode, project: 1806 } }),
      ],
      remove: [call(`DELETE /api/orgs/${org}/connections/4211`, 204)],
    });
    const [own, other] = ["5c0f27b1-64a5-4a0f-9a7c-3f1f0d6a2b11", "0a1b27b1-64a5-4a0f-9a7c-3f1f0d6a2b11"];
    const { accept, list: acceptingList, remove } = calls(other);
    const learned = await learn({ ...calls(own), accept, acceptingList, remove } as Parts);
    assertNotKept(learned, own, other);
    assertHolds(learned.rows.some((row) => row.name === "acceptInvitation"));
  });

  it("does not keep a header that has another value in the other recording", async () => {
    const accept = [
      call("POST /api/accept", 200, entry("ACTIVE"), {
        body: { code: invitationCode, project: 1806 },
        headers: { "X-Org": "org-7997" },
      }),
    ];
    const learned = await learn({ headers: { "X-Org": "org-8710" }, accept });
    assertNotKept(learned, "org-7997");
  });
});

describe("learnApi: one-off and personal values", () => {
  for (const text of ["Mon Mar 02 2026 10:00:03 GMT+0000", "3/2/2026, 10:00:03 AM", "Mon, 02 Mar 2026 10:00:03 GMT"])
    it(`does not keep the time ${text}`, async () => {
      assertNoConstant(await learn({ body: { project: 1806, created: text } }), text);
    });

  it("does not keep a CSRF token that looks like a word", async () => {
    assertNotKept(await learn({ headers: { "X-CSRF-Token": "hqzmtrbo" } }), "hqzmtrbo");
  });

  it("does not keep the user's name in the path of the sign-in", async () => {
    const login = call(
      "POST /api/users/contoso.admin/sessions",
      201,
      { token: sessionToken },
      { body: { password: "s3cret-pass" } },
    );
    const learned = await learn({ signIn: [login] });
    assert.doesNotMatch(JSON.stringify(learned), /contoso\.admin/);
  });

  for (const body of [{ createdBy: "fowner" }, { owner: { displayName: "Contoso Admin" } }, { userName: "fowner" }])
    it(`asks about ${JSON.stringify(body)}, although no answer says who the person is`, async () => {
      const learned = await learn({ body: { project: 1806, ...body } });
      assert.doesNotMatch(JSON.stringify(learned), /fowner|Contoso Admin/);
    });

  it("does not keep the person's name in the list's query", async () => {
    const list = (entries: readonly object[]) => [
      call("GET /api/connections?owner=cadmin", 200, { items: [older, ...entries] }),
    ];
    assertNotKept(await learn({ list }), "cadmin");
  });

  it("does not keep a part of the description", async () => {
    const description = "Escalated bugs, agreed with everybody in support";
    const learned = await learn({
      typed: { description },
      body: { project: 1806, note: description, summary: description.slice(0, 24) },
    });
    assertNotKept(learned, "Escalated");
  });
});

describe("learnApi: the list", () => {
  for (const query of [
    "search=Fabrikam",
    "search=Contoso_to",
    "project=Support",
    "projectId=1806",
    "url=https://node-2.example",
  ])
    it(`does not keep ?${query}, which other values make another list`, async () => {
      const list = (entries: readonly object[]) => [
        call(`GET /api/connections?${query}`, 200, { items: [older, ...entries] }),
      ];
      assertHolds(isAsked(await learn({ list }), "/operations/listConnections/query"));
    });

  it("does not keep a filter that the console changes", async () => {
    const list = (entries: readonly object[]) => {
      const isPending = JSON.stringify(entries).includes("PENDING");
      return [
        call("GET /api/connections?status=active", 200, { items: [older, ...(isPending ? [] : entries)] }),
        call("GET /api/connections?status=pending", 200, { items: isPending ? entries : [] }),
      ];
    };
    assertHolds(isAsked(await learn({ list }), "/operations/listConnections/query/status"));
  });

  it("asks which of two ids is the connection's when no call uses one", async () => {
    const list = (entries: readonly object[]) =>
      plainList(entries.map((each) => ({ remoteId: 9120, ...each, id: undefined, localId: 4211 })));
    const learned = await learn({ list, remove: [] });
    assertHolds(isAsked(learned, "/operations/listConnections/item/connectionId"));
  });

  it("takes the id that the accepting side's delete uses", async () => {
    const list = (entries: readonly object[]) =>
      plainList(entries.map((each) => ({ remoteId: 9120, ...each, id: undefined, uid: 4211 })));
    const learned = await learn({ list });
    assert.deepEqual(at(learned, "/operations/listConnections/item/connectionId"), ["/uid"]);
    assertHolds(isOffered(learned, "deleteConnection"));
  });
});

describe("learnApi: an id and a name", () => {
  it("takes the id of the accepting side's delete, although the initiating side looks the connection up by its name", async () => {
    const read = [call("GET /api/connections/Contoso_to_Fabrikam", 200, entry("PENDING"))];
    const learned = await learn({ read });
    assert.deepEqual(at(learned, "/operations/listConnections/item/connectionId"), ["/id"]);
    assertHolds(isOffered(learned, "deleteConnection"));
  });
});

describe("learnApi: the wizard", () => {
  it("asks where the destination's URL goes when no call sends it", async () => {
    const { url: _, ...others } = names;
    const initiate = [
      call(
        "POST /api/connections",
        201,
        { id: 4211, status: "PENDING", code: invitationCode },
        { body: { ...others, private: true, project: 1806 } },
      ),
    ];
    const learned = await learn({ initiate });
    const isPrivate = JSON.stringify(at(learned, "/operations/initiateConnection/only/private")) === "[true]";
    assertHolds(isPrivate || learned.edits.length > 0);
  });

  it("does not take a sentence for the code", async () => {
    const message = `Your invitation code is ${invitationCode}. Send it to your partner.`;
    const initiate = [
      call(
        "POST /api/connections",
        201,
        { id: 4211, status: "PENDING", message },
        { body: { ...names, project: 1806 } },
      ),
    ];
    const learned = await learn({ initiate, accept: undefined });
    assert.notDeepEqual(at(learned, "/operations/initiateConnection/result/invitationCode"), ["/message"]);
  });
});

describe("learnApi: the session", () => {
  const isUnavailable = (learned: Learned, pointer: string) =>
    at(learned, pointer) === true || at(learned, `${pointer}/unavailable`) === true;
  const isMarked = (learned: Learned, pointer: string) => String(at(learned, pointer)).includes("{EDIT}");

  it("names a place that is marked or unavailable", async () => {
    const initiating = recording(initiatingCalls({ signIn: [] }), bearer);
    const learned = await learnApi({ initiating, accepting: undefined, nodeOrigin: undefined }, typedValues);
    for (const { pointer } of learned.edits)
      assertHolds(isMarked(learned, pointer) || isUnavailable(learned, pointer), pointer);
  });

  it("asks for the sign-in when a session's opaque bearer token comes from nowhere", async () => {
    const headers = { Authorization: "Bearer v7Kq2mX9pLr4Tz8wNb3cYd6fGh1jSa5e" };
    const calls = recording(initiatingCalls({ signIn: [] }), headers);
    const learned = await learnApi({ initiating: calls, accepting: undefined, nodeOrigin: undefined }, typedValues);
    assertHolds(isAsked(learned, "/operations/authenticate"));
  });

  it("takes a header that is named a key for one", async () => {
    const headers = { "X-API-Key": "v7Kq2mX9pLr4Tz8wNb3cYd6fGh1jSa5e" };
    const calls = recording(initiatingCalls({ signIn: [] }), headers);
    const learned = await learnApi({ initiating: calls, accepting: undefined, nodeOrigin: undefined }, typedValues);
    assert.deepEqual(learned.edits, []);
    assert.equal(at(learned, "/operations/authenticate/unavailable"), true);
  });

  it("learns signing in from a recording without its session's header, and asks for the header alone", async () => {
    const calls = recording(initiatingCalls({}));
    const learned = await learnApi({ initiating: calls, accepting: undefined, nodeOrigin: undefined }, typedValues);
    assert.deepEqual(
      learned.edits.map(({ pointer }) => pointer),
      ["/tokenHeader"],
    );
    assert.deepEqual(callsOf(learned, "authenticate"), ["POST /login"]);
    assert.deepEqual(at(learned, "/operations/authenticate/result/token"), ["/jwt"]);
    assert.doesNotMatch(JSON.stringify(learned), /cadmin|s3cret/);
  });

  it("does not take one of two tokens of a sign-in for the session's", async () => {
    const login = call(
      "POST /api/login",
      200,
      { accessToken: sessionToken, idToken: `${sessionToken}x` },
      { body: { user: "cadmin", password: "s3cret-pass" } },
    );
    const calls = recording(initiatingCalls({ signIn: [login] }));
    const learned = await learnApi({ initiating: calls, accepting: undefined, nodeOrigin: undefined }, typedValues);
    assertHolds(isAsked(learned, "/operations/authenticate"));
  });
});

describe("learnApi: constants", () => {
  it("writes a constant word of a version or a step", async () => {
    const initiate = [
      call(
        "POST /api/w/1",
        201,
        { id: 4211, status: "PENDING", code: invitationCode },
        { body: { ...names, project: 1806 } },
      ),
    ];
    const list = (entries: readonly object[]) => [
      call("GET /api/connections?api-version=2026-03-01", 200, { items: [older, ...entries] }),
    ];
    assert.deepEqual((await learn({ list })).edits, []);
    assert.deepEqual((await learn({ initiate })).edits, []);
  });

  it("writes the mode as a word of the path", async () => {
    const initiate = [
      call(
        "POST /api/connections/script",
        201,
        { id: 4211, status: "PENDING", code: invitationCode },
        { body: { ...names, project: 1806 } },
      ),
    ];
    assert.deepEqual((await learn({ initiate })).edits, []);
  });

  it("notes that only the first page of a list was seen", async () => {
    const list = (entries: readonly object[]) => [
      call("GET /api/connections?limit=20", 200, { items: [older, ...entries] }),
    ];
    assert.match((await learn({ list })).remarks.join(" "), /first page only/);
    assert.doesNotMatch((await learn({})).remarks.join(" "), /first page only/);
  });

  it("does not take the list of one project for the list of all connections", async () => {
    const list = (entries: readonly object[]) => [
      call("GET /api/support/connections", 200, { items: [older, ...entries] }),
    ];
    assertHolds(isAsked(await learn({ list }), "/operations/listConnections/path"));
  });
});
