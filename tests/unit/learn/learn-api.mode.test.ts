import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { atPointer } from "../../../src/core/json-pointer.ts";
import { learnApi } from "../../../src/learn/learn-api.ts";
import type { TypedValues } from "../../../src/learn/typed-values.ts";
import { call, invitationCode, recording, sessionToken, typedValues } from "../../support/recorded-calls.ts";

const node = "https://node-2.example";
const entry = { id: 4211, title: "Contoso_to_Fabrikam", remote: node, state: "WAITING" };
const names = { title: "Contoso_to_Fabrikam", note: "Escalated bugs", mine: "Contoso", theirs: "Fabrikam", url: node };

interface Console {
  readonly body?: object;
  readonly path?: string;
  readonly offered?: unknown;
  readonly mode?: TypedValues["mode"];
}

function learn({ body = {}, path = "/api/links", offered, mode = "script" }: Console) {
  const calls = [
    call("POST /api/login", 200, { jwt: sessionToken }, { body: { user: "cadmin", password: "s3cret-pass" } }),
    call("GET /api/projects?q=Sup", 200, [{ key: "SUP", name: "Support" }]),
    call(`GET /api/look?url=${encodeURIComponent(node)}`, 200, { ok: true, offered }),
    call(`POST ${path}`, 201, { id: 4211, code: invitationCode }, { body: { ...names, project: "SUP", ...body } }),
    call("GET /api/links", 200, [entry]),
    call("GET /api/links", 200, [{ ...entry, state: "ACTIVE" }]),
  ];
  const headers = { Authorization: `Bearer ${sessionToken}` };
  return learnApi(
    { initiating: recording(calls, headers), accepting: undefined, nodeOrigin: undefined },
    { ...typedValues, mode },
  );
}

const isShown = /No recorded value shows the mode/;

describe("learnApi on the configuration mode", () => {
  for (const [what, pointer, recorded] of [
    ["Script with --mode basic", "body/mode", { body: { mode: "script" }, mode: "basic" }],
    ["BASIC with --mode script", "body/kind", { body: { kind: "BASIC" } }],
    ["a Basic mode", "body/sync/mode", { body: { sync: { mode: "basic-mode" } } }],
    ["Visual", "body/type", { body: { type: "Visual" } }],
    ["a flag of Basic", "body/isBasic", { body: { isBasic: true } }],
    ["no flag of Script", "body/script", { body: { script: false } }],
    ["Basic in the path", "path", { path: "/api/links/basic" }],
    ["Basic in the query", "query/type", { path: "/api/links?type=basic" }],
    ["another offered word", "body/level", { body: { level: "SIMPLE" }, offered: ["SCRIPTED", "SIMPLE"] }],
    [
      "an offered word that is no mode",
      "body/level",
      { body: { level: "SIMPLE" }, offered: { modes: ["SIMPLE", "FULL"] } },
    ],
    [
      "an offered number",
      "body/level",
      {
        body: { level: 12 },
        offered: [
          { id: 12, label: "Basic" },
          { id: 13, label: "Script" },
        ],
      },
    ],
  ] as const satisfies readonly [string, string, Console][])
    it(`asks when it recorded ${what}`, async () => {
      const { edits, overrides, remarks } = await learn(recorded);
      assert.deepEqual(
        edits.filter(({ what }) => /--mode was given as/.test(what)).map(({ pointer: each }) => each),
        [`/operations/initiateConnection/${pointer}`],
        JSON.stringify(edits),
      );
      assert.match(String(atPointer(overrides, `/operations/initiateConnection/${pointer}`)), /\{EDIT\}/);
      assert.doesNotMatch(remarks.join(), isShown);
    });

  for (const [what, recorded] of [
    ["the given one", { body: { mode: "SCRIPT" } }],
    ["the given one with other words", { body: { mode: "ScriptMode" } }],
    ["a flag of it", { body: { isScript: true, visual: false } }],
    ["the offered word that begins like it", { body: { level: "SCRIPTED" }, offered: ["SCRIPTED", "SIMPLE"] }],
    [
      "the offered entry whose text says it",
      {
        body: { level: "FULL" },
        offered: [
          { value: "FULL", label: "Script mode" },
          { value: "PART", label: "Basic mode" },
        ],
      },
    ],
  ] as const satisfies readonly [string, Console][])
    it(`keeps the word when it is ${what}`, async () => {
      const { edits, remarks } = await learn(recorded);
      assert.deepEqual(edits, []);
      assert.doesNotMatch(remarks.join(), isShown);
    });

  it("says that no value shows it, and keeps it to the given one", async () => {
    const { edits, remarks, overrides } = await learn({ body: { auth: { type: "basic" } }, offered: ["comments"] });
    assert.deepEqual(edits, []);
    assert.match(remarks.join("\n"), isShown);
    assert.deepEqual(atPointer(overrides, "/operations/initiateConnection/only/mode"), ["script"]);
  });
});
