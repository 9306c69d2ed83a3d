import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { JsonObject } from "../../../src/core/json.ts";
import { atPointer } from "../../../src/core/json-pointer.ts";
import { mergePatch } from "../../../src/exalate/profile/merge-patch.ts";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import { nodeApiWith } from "../../../src/exalate/profile/overrides.ts";
import { learnApi } from "../../../src/learn/learn-api.ts";
import type { Learned } from "../../../src/learn/learned.ts";
import type { RecordedCall } from "../../../src/learn/recorded-call.ts";
import type { TypedValues } from "../../../src/learn/typed-values.ts";
import {
  call,
  invitationCode,
  nodeOrigin,
  recordedAt,
  recording,
  sessionToken,
  typedValues,
} from "../../support/recorded-calls.ts";

const bearer = { Authorization: `Bearer ${sessionToken}` };
const otherNode = "https://node-2.example";
const entry = (id: unknown, title: string, state = "WAITING") => ({ id, title, remote: otherNode, state });
const list = (...entries: unknown[]) => call("GET /api/links", 200, entries);
const shown = list(entry(71, "Older", "UP"), entry(4211, "Contoso_to_Fabrikam"));
const signIn = call(
  "POST /api/login",
  200,
  { jwt: sessionToken },
  { body: { user: "cadmin", password: "s3cret-pass" } },
);
const search = call("GET /api/projects?q=Sup", 200, [
  { id: 17, key: "SUP", name: "Support", style: "classic" },
  { id: 18, key: "SPL", name: "Supply", style: "agile" },
]);
const names = {
  title: "Contoso_to_Fabrikam",
  note: "Escalated bugs",
  mine: "Contoso",
  theirs: "Fabrikam",
  url: otherNode,
};
const create = (body: object, headers = {}) =>
  call(
    "POST /api/links",
    201,
    { id: 4211, state: "WAITING", code: invitationCode },
    { body: { ...names, ...body }, headers },
  );

interface Parts {
  readonly before?: readonly RecordedCall[];
  readonly initiate?: readonly RecordedCall[];
  readonly after?: readonly RecordedCall[];
  readonly accepting?: readonly RecordedCall[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly typed?: Partial<TypedValues>;
  readonly nodeOrigin?: string;
}

function learn(parts: Parts): Promise<Learned> {
  const { before = [signIn], initiate = [create({ project: "SUP" })], after = [shown], headers = bearer } = parts;
  const calls = [...before, list(entry(71, "Older", "UP")), search, ...initiate, ...after];
  const accepting = parts.accepting && recording(parts.accepting, headers);
  return learnApi(
    { initiating: recording(calls, headers), accepting, nodeOrigin: parts.nodeOrigin },
    { ...typedValues, ...parts.typed },
  );
}

/** What the overrides make of the profile. */
function at(learned: Learned, pointer: string): unknown {
  return atPointer(mergePatch(defaultNodeApi, learned.overrides), pointer);
}

function body(learned: Learned, name = "initiateConnection"): JsonObject {
  return at(learned, `/operations/${name}/body`) as JsonObject;
}

function edited(learned: Learned): string[] {
  return learned.edits.map(({ pointer }) => pointer);
}

/** The status of the list is not what these tests are about. */
async function assertUsable(learned: Learned): Promise<void> {
  assert.deepEqual(learned.edits, []);
  await nodeApiWith(JSON.stringify(learned.overrides));
}

const active = list(entry(71, "Older", "UP"), entry(4211, "Contoso_to_Fabrikam", "UP"));
const afterAcceptance = [shown, active];

describe("learnApi", () => {
  it("learns a list that is the whole answer, a bearer token and a numeric id", async () => {
    const learned = await learn({ after: afterAcceptance });
    await assertUsable(learned);
    assert.equal(at(learned, "/basePath"), "/api");
    assert.equal(at(learned, "/tokenHeader"), "Authorization");
    assert.equal(at(learned, "/tokenPrefix"), "Bearer ");
    assert.deepEqual(at(learned, "/spellings"), { status: { PENDING: "WAITING", ACTIVE: "UP" } });
    assert.deepEqual(at(learned, "/operations/listConnections/result/items"), ["/"]);
    assert.deepEqual(at(learned, "/operations/initiateConnection/only"), { mode: ["script"], private: [false] });
    assert.equal(body(learned).project, "{project}");
    assert.deepEqual(at(learned, "/operations/searchProjects/item/projectKey"), ["/key"]);
    assert.equal(at(learned, "/operations/deleteConnection/unavailable"), true);
  });

  it("sends a project's id as a number when it was one", async () => {
    const learned = await learn({ initiate: [create({ project: { ref: 17 } })], after: afterAcceptance });
    await assertUsable(learned);
    assert.deepEqual(body(learned).project, { ref: "{projectId:number}" });
  });

  it("sends a key, a name and an id of a project together", async () => {
    const project = { id: 17, key: "SUP", name: "Support" };
    const learned = await learn({ initiate: [create({ project })], after: afterAcceptance });
    await assertUsable(learned);
    assert.deepEqual(body(learned).project, { id: "{projectId:number}", key: "{project}", name: "{projectName}" });
  });

  it("sends another member of the project from the search, and asks about one that is a word of several", async () => {
    const learned = await learn({
      initiate: [create({ project: { key: "SUP", style: "classic" } })],
      after: afterAcceptance,
    });
    await assertUsable(learned);
    assert.deepEqual(body(learned).project, { key: "{project}", style: "{projectId}" });
    const kinds = call("GET /api/projects?q=S", 200, [
      { id: 17, key: "SUP", name: "Support", style: "classic" },
      { id: 19, key: "SAL", name: "Sales", style: "classic" },
      { id: 18, key: "SPL", name: "Supply", style: "agile" },
    ]);
    const shared = await learn({
      initiate: [kinds, create({ project: { key: "SUP", style: "classic" } })],
      after: afterAcceptance,
    });
    assert.deepEqual(edited(shared), ["/operations/initiateConnection/body/project/style"]);
  });

  it("asks when a small number can be the project's id or a constant", async () => {
    const learned = await learn({ initiate: [create({ project: "SUP", retries: 17 })], after: afterAcceptance });
    assert.deepEqual(edited(learned), ["/operations/initiateConnection/body/retries"]);
    assert.equal(body(learned).retries, "{EDIT}");
    await assert.rejects(nodeApiWith(JSON.stringify(learned.overrides)), /EXA502.*retries/);
  });

  it("asks when a value has two meanings", async () => {
    const learned = await learn({
      after: afterAcceptance,
      typed: { description: "Fabrikam" },
      initiate: [create({ project: "SUP", note: "Fabrikam" })],
    });
    assert.deepEqual(edited(learned).sort(), [
      "/operations/initiateConnection/body/note",
      "/operations/initiateConnection/body/theirs",
    ]);
    assert.match(learned.edits[0]?.what ?? "", /the description or the destination instance's short name/);
  });

  it("asks about a request id, a time and a number that counts, without showing them", async () => {
    const learned = await learn({
      after: afterAcceptance,
      initiate: [
        create(
          {
            project: "SUP",
            requestId: "5c0f27b1-64a5-4a0f-9a7c-3f1f0d6a2b11",
            sentAt: recordedAt + 3000,
            sequence: 41,
          },
          {},
        ),
        create(
          {
            project: "SUP",
            requestId: "0a1b27b1-64a5-4a0f-9a7c-3f1f0d6a2b11",
            sentAt: recordedAt + 4000,
            sequence: 42,
          },
          {},
        ),
      ],
    });
    const members = ["requestId", "sentAt", "sequence"];
    assert.deepEqual(
      edited(learned),
      members.map((name) => `/operations/initiateConnection/body/${name}`),
    );
    assert.doesNotMatch(JSON.stringify(learned), /0a1b27b1|1772445604/);
  });

  it("captures a CSRF token of an earlier answer, and asks about one of nowhere", async () => {
    const csrf = call("GET /api/csrf", 200, { value: "c5rf-0a1b2c3d4e5f6071" });
    const header = { "X-CSRF": "c5rf-0a1b2c3d4e5f6071" };
    const learned = await learn({
      before: [signIn, csrf],
      initiate: [create({ project: "SUP" }, header)],
      after: afterAcceptance,
    });
    await assertUsable(learned);
    assert.deepEqual(at(learned, "/operations/initiateConnection/headers"), { "X-CSRF": "{value}" });
    assert.deepEqual(at(learned, "/operations/initiateConnection/before"), [
      { method: "GET", path: "/csrf", result: { value: ["/value"] } },
    ]);
    const untraced = await learn({ initiate: [create({ project: "SUP" }, header)], after: afterAcceptance });
    assert.deepEqual(edited(untraced), ["/operations/initiateConnection/headers/X-CSRF"]);
    assert.doesNotMatch(JSON.stringify(untraced), /c5rf/);
  });

  it("learns the steps of a wizard with a draft, and leaves out the draft of a failed try", async () => {
    const draft = (id: string) => call("POST /api/wizard", 201, { draft: id });
    const steps = (id: string) => [
      call(`PUT /api/wizard/${id}/names`, 204, undefined, {
        body: { title: names.title, note: names.note, mine: names.mine, theirs: names.theirs },
      }),
      call(`PUT /api/wizard/${id}/target`, 204, undefined, { body: { url: otherNode } }),
    ];
    const finish = (id: string, status: number) =>
      call(`POST /api/wizard/${id}/finish`, status, status === 200 ? { code: invitationCode } : { error: "no" }, {
        body: { project: "SUP" },
      });
    const learned = await learn({
      initiate: [
        draft("d-1x2y"),
        ...steps("d-1x2y"),
        finish("d-1x2y", 422),
        draft("d-3z4w"),
        ...steps("d-3z4w"),
        finish("d-3z4w", 200),
      ],
      after: afterAcceptance,
    });
    await assertUsable(learned);
    const before = at(learned, "/operations/initiateConnection/before") as JsonObject[];
    assert.deepEqual(
      before.map(({ method, path }) => `${method} ${path}`),
      ["POST /wizard", "PUT /wizard/{draft}/names", "PUT /wizard/{draft}/target"],
    );
    assert.equal(at(learned, "/operations/initiateConnection/path"), "/wizard/{draft}/finish");
    assert.equal(at(learned, "/operations/initiateConnection/result/connectionId"), undefined);
  });

  it("never takes an operation's id for the connection's", async () => {
    const later = call("GET /api/links/4211/code", 200, { code: invitationCode });
    const initiate = call(
      "POST /api/links",
      202,
      { operationId: 4211, id: "op-88f3a1c2" },
      { body: { ...names, project: "SUP" } },
    );
    const learned = await learn({
      initiate: [initiate, call("GET /api/operations/4211", 200, { done: true })],
      after: [...afterAcceptance, later],
    });
    await assertUsable(learned);
    assert.equal(at(learned, "/operations/initiateConnection/result"), undefined);
    assert.equal(at(learned, "/operations/readInvitation/path"), "/links/{connectionId}/code");
  });

  it("learns a delete that removed a throw-away connection, and none that removed something of it", async () => {
    const gone = list(entry(4211, "Contoso_to_Fabrikam", "UP"));
    const history = call("DELETE /api/links/71/history", 204);
    const learned = await learn({ after: [...afterAcceptance, history, call("DELETE /api/links/71", 204), gone] });
    await assertUsable(learned);
    assert.equal(at(learned, "/operations/deleteConnection/path"), "/links/{connectionId}");
    const without = await learn({
      after: [...afterAcceptance, history, call("DELETE /api/links/71/code", 204), active],
    });
    assert.equal(at(without, "/operations/deleteConnection/unavailable"), true);
    const stillThere = await learn({ after: [...afterAcceptance, call("DELETE /api/links/71", 204), active] });
    assert.equal(at(stillThere, "/operations/deleteConnection/unavailable"), true);
  });

  it("learns a delete with the id in the body", async () => {
    const gone = list(entry(4211, "Contoso_to_Fabrikam", "UP"));
    const remove = call("POST /api/links/bulk-delete", 200, { deleted: 1 }, { body: { ids: [71], force: true } });
    const learned = await learn({ after: [...afterAcceptance, remove, gone] });
    await assertUsable(learned);
    assert.deepEqual(body(learned, "deleteConnection"), { ids: ["{connectionId:number}"], force: true });
  });

  it("learns accepting in two steps with a ticket", async () => {
    const accepting = [
      list(),
      search,
      call("POST /api/codes/check", 400, { error: "bad" }, { body: { code: "not-a-code" } }),
      call(
        "POST /api/codes/check",
        200,
        { ticket: "t-77x1", name: "Contoso_to_Fabrikam" },
        { body: { code: invitationCode } },
      ),
      call(
        "POST /api/codes/t-77x1:accept",
        202,
        { operation: "op-1" },
        { body: { project: 17, name: "Contoso_to_Fabrikam" } },
      ),
      list(entry(5, "Contoso_to_Fabrikam", "UP")),
    ];
    const learned = await learn({ accepting });
    await assertUsable(learned);
    assert.equal(at(learned, "/operations/acceptInvitation/path"), "/codes/{ticket}:accept");
    assert.deepEqual(body(learned, "acceptInvitation"), {
      project: "{projectId:number}",
      name: "{name}",
    });
    assert.deepEqual(at(learned, "/operations/acceptInvitation/before"), [
      {
        method: "POST",
        path: "/codes/check",
        body: { code: "{invitationCode}" },
        result: { ticket: ["/ticket"], name: ["/name"] },
      },
    ]);
  });

  it("sends the credential itself when a key of nowhere is in every call", async () => {
    const learned = await learn({
      before: [],
      headers: { "X-API-Key": "k-0123456789abcdef01" },
      after: afterAcceptance,
    });
    await assertUsable(learned);
    assert.equal(at(learned, "/tokenHeader"), "X-API-Key");
    assert.equal(at(learned, "/operations/authenticate/unavailable"), true);
    assert.ok(learned.remarks.some((remark) => /credential of the service connection/.test(remark)));
  });

  it("asks for the sign-in when a session began before the recording", async () => {
    const learned = await learn({ before: [], after: afterAcceptance });
    assert.deepEqual(edited(learned), ["/operations/authenticate/unavailable"]);
    assert.equal(at(learned, "/operations/authenticate/unavailable"), true);
  });

  it("asks for the header of a session that the recording does not hold", async () => {
    const learned = await learn({ headers: {}, after: afterAcceptance });
    assert.ok(edited(learned).includes("/tokenHeader"));
    const cookie = await learn({ headers: { Cookie: "SESSION=5c0f27b164a54a0f9a7c" }, after: afterAcceptance });
    assert.match(cookie.edits.find(({ pointer }) => pointer === "/tokenHeader")?.what ?? "", /cookie/);
    assert.doesNotMatch(JSON.stringify(cookie), /5c0f27b1/);
  });

  it("uses the last good of two sign-ins, and asks about unknown members of it", async () => {
    const failed = call("POST /api/login", 401, { error: "no" }, { body: { user: "cadmin", password: "wrong-pass" } });
    const good = call(
      "POST /api/login",
      200,
      { jwt: sessionToken },
      { body: { user: "cadmin", password: "s3cret-pass", kind: "local", tenant: "T-0815x" } },
    );
    const learned = await learn({ before: [failed, good], after: afterAcceptance });
    assert.deepEqual(edited(learned), ["/operations/authenticate/body/tenant"]);
    assert.deepEqual(body(learned, "authenticate"), {
      user: "{user}",
      password: "{password}",
      kind: "local",
      tenant: "{EDIT}",
    });
    assert.doesNotMatch(JSON.stringify(learned), /s3cret|wrong-pass|T-0815x|cadmin/);
  });

  it("is not misled by other origins, polls and calls that report clicks", async () => {
    const click = call("POST /collect", 200, [{ name: "Contoso_to_Fabrikam", url: otherNode }], {
      origin: "https://clicks.example",
      body: { text: "Contoso_to_Fabrikam", to: otherNode },
    });
    const event = call("POST /api/telemetry", 204, undefined, {
      body: { label: "Contoso_to_Fabrikam", at: recordedAt },
    });
    const polls = Array.from({ length: 20 }, () => [shown, call("GET /api/jobs", 200, [])]).flat();
    const learned = await learn({
      before: [click, signIn, click],
      initiate: [event, create({ project: "SUP" })],
      after: [...polls, active, click],
    });
    await assertUsable(learned);
    assert.equal(at(learned, "/operations/initiateConnection/before"), undefined);
  });

  it("traces the person's address, and never keeps it", async () => {
    const me = call("GET /api/me", 200, { email: "contoso.admin@contoso.com", display: "Contoso Admin" });
    const learned = await learn({
      before: [signIn, me],
      initiate: [create({ project: "SUP", owner: "contoso.admin@contoso.com" })],
      after: afterAcceptance,
    });
    await assertUsable(learned);
    assert.equal(body(learned).owner, "{email}");
    const untraced = await learn({
      initiate: [create({ project: "SUP", owner: "contoso.admin@contoso.com" })],
      after: afterAcceptance,
    });
    assert.deepEqual(edited(untraced), ["/operations/initiateConnection/body/owner"]);
    assert.doesNotMatch(JSON.stringify([learned.overrides, untraced]), /cadmin|contoso.?admin/i);
  });

  it("says that a text holds typed values, and asks about a changed form of one", async () => {
    const learned = await learn({
      initiate: [create({ project: "SUP", label: "Sync with Fabrikam (new)" })],
      after: afterAcceptance,
    });
    await assertUsable(learned);
    assert.equal(body(learned).label, "Sync with {destinationShortName} (new)");
    assert.ok(learned.remarks.some((remark) => /body\/label/.test(remark)));
    const slug = await learn({
      initiate: [create({ project: "SUP", slug: "contoso-to-fabrikam" })],
      after: afterAcceptance,
    });
    assert.deepEqual(edited(slug), ["/operations/initiateConnection/body/slug"]);
  });

  it("asks about a form, which overrides cannot send", async () => {
    const form = call(
      "POST /api/links",
      201,
      { id: 4211, code: invitationCode },
      { body: "title=Contoso_to_Fabrikam&mine=Contoso" },
    );
    const learned = await learn({ initiate: [form], after: afterAcceptance });
    assert.ok(edited(learned).includes("/operations/initiateConnection/body/EDIT"));
  });

  it("asks about something that was chosen from a list", async () => {
    const templates = call("GET /api/templates", 200, [{ templateId: "tpl-1x2" }, { templateId: "tpl-3x4" }]);
    const learned = await learn({
      before: [signIn, templates],
      initiate: [create({ project: "SUP", template: "tpl-3x4" })],
      after: afterAcceptance,
    });
    assert.deepEqual(edited(learned), ["/operations/initiateConnection/body/template"]);
  });

  it("asks for the node's word for ACTIVE when it was not seen", async () => {
    const learned = await learn({});
    assert.deepEqual(edited(learned), ["/spellings/status/ACTIVE"]);
  });

  it("asks for initiating when no call carries the name", async () => {
    const learned = await learn({ initiate: [], after: [shown, active] });
    assert.ok(edited(learned).includes("/operations/initiateConnection"));
    assert.equal(at(learned, "/operations/initiateConnection/unavailable"), true);
  });

  it("asks where the code is when no answer has it", async () => {
    const silent = call("POST /api/links", 201, undefined, {
      body: { ...names, project: "SUP" },
      isAnswerBodyMissing: true,
    });
    const learned = await learn({ initiate: [silent], after: afterAcceptance });
    assert.deepEqual(edited(learned), ["/operations/initiateConnection/result/invitationCode/0"]);
  });

  it("leaves reading again out when it makes a new code", async () => {
    const again = call("POST /api/links/4211/code", 200, { code: `${invitationCode}0123456789` });
    const learned = await learn({ after: [...afterAcceptance, again] });
    assert.equal(at(learned, "/operations/readInvitation/unavailable"), true);
    assert.ok(learned.remarks.some((remark) => /made a new code/.test(remark)));
  });

  it("says that two recordings are of different products, and learns the initiating one", async () => {
    const accepting = [
      call("GET /other/relations", 200, { items: [entry(5, "Contoso_to_Fabrikam", "UP")] }),
      call("POST /other/accept", 200, { id: 5 }, { body: { text: invitationCode } }),
      call("GET /other/relations", 200, { items: [entry(5, "Contoso_to_Fabrikam", "UP")] }),
    ];
    const learned = await learn({ accepting, after: afterAcceptance });
    assert.deepEqual(edited(learned), ["/operations/acceptInvitation"]);
    assert.ok(learned.remarks.some((remark) => /different APIs/.test(remark)));
  });

  it("refuses a recording of something else", async () => {
    const foreign = [
      call("GET /news", 200, { items: ["a"] }),
      call("POST /search", 200, {}, { body: { q: "weather" } }),
    ];
    await assert.rejects(learnApi({ initiating: foreign, accepting: undefined, nodeOrigin: undefined }, typedValues), {
      name: /Error|RecordingProblem/,
      message: /^The initiating recording has no call/,
    });
    await assert.rejects(
      learnApi({ initiating: foreign, accepting: undefined, nodeOrigin: "https://node-9.example" }, typedValues),
      /named by --node/,
    );
    assert.equal(nodeOrigin, "https://node-1.example");
  });
});
