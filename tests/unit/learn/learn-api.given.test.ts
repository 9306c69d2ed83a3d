import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { atPointer } from "../../../src/core/json-pointer.ts";
import { learnApi } from "../../../src/learn/learn-api.ts";
import type { RecordedCall } from "../../../src/learn/recorded-call.ts";
import type { TypedValues } from "../../../src/learn/typed-values.ts";
import { call, invitationCode, recording, sessionToken, typedValues } from "../../support/recorded-calls.ts";

const node = "https://node-2.example";
const entry = { id: 4211, title: "Contoso_to_Fabrikam", remote: node, state: "WAITING" };
const names = { title: "Contoso_to_Fabrikam", note: "Escalated bugs", mine: "Contoso", theirs: "Fabrikam", url: node };

function learn(typed: Partial<TypedValues>, body: object = {}, accepting: readonly RecordedCall[] = []) {
  const sent = { ...names, project: "SUP", mode: "script", ...body };
  const calls = [
    call("POST /api/login", 200, { jwt: sessionToken }, { body: { user: "cadmin", password: "s3cret-pass" } }),
    call("GET /api/projects?q=Sup", 200, [{ key: "SUP", name: "Support" }]),
    call("POST /api/links", 201, { id: 4211, code: invitationCode }, { body: sent }),
    call("GET /api/links", 200, [entry]),
    call("GET /api/links", 200, [{ ...entry, state: "ACTIVE" }]),
  ];
  const headers = { Authorization: `Bearer ${sessionToken}` };
  return learnApi(
    {
      initiating: recording(calls, headers),
      accepting: accepting.length > 0 ? recording(accepting, headers) : undefined,
      nodeOrigin: undefined,
    },
    { ...typedValues, ...typed },
  );
}

describe("learnApi on values that were not given as they were recorded", () => {
  for (const [what, typed, member, words] of [
    ["no description", { description: undefined }, "note", /the description, and no --description was given/],
    ["another description", { description: "Other" }, "note", /is not the one given as --description/],
    ["another project", { project: "Sales" }, "project", /is not the one given as --project/],
    ["another URL", { destinationUrl: "https://x.example" }, "url", /is not the one given as --destination-url/],
    ["another short name", { destinationShortName: "Woodgrove" }, "EDIT", /given as --destination-short-name/],
  ] as const)
    it(`asks, and names the option, when there is ${what}`, async () => {
      const { edits, overrides, remarks } = await learn(typed);
      const edit = edits.find(({ pointer }) => pointer === `/operations/initiateConnection/body/${member}`);
      assert.match(edit?.what ?? "", words);
      assert.equal(atPointer(overrides, `/operations/initiateConnection/body/${member}`), "{EDIT}");
      assert.doesNotMatch(remarks.join("\n"), /--description|--project|--destination|No value was given/);
    });

  for (const [option, typed] of [
    ["--accepting-project", { acceptingProject: "Sales" }],
    ["--project", { project: "Sales" }],
  ] as const)
    it(`asks about the project that was accepted with, and names ${option}`, async () => {
      const { edits } = await learn(typed, {}, [
        call("GET /api/projects?q=Sup", 200, [{ key: "SUP", name: "Support" }]),
        call("POST /api/links/accept", 200, { id: 12 }, { body: { code: invitationCode, project: "SUP" } }),
        call("GET /api/links", 200, [{ ...entry, id: 12, state: "ACTIVE" }]),
      ]);
      const edit = edits.find(({ pointer }) => pointer === "/operations/acceptInvitation/body/project");
      assert.match(edit?.what ?? "", new RegExp(`not the one given as ${option}:`));
    });

  it("says that no call carries the connection's name, and names the option", async () => {
    const { remarks } = await learn({ connectionName: "Other" });
    assert.match(remarks.join("\n"), /^No recorded call carries the value given as --connection-name/m);
  });

  it("says that no call carries the description when nothing looks like one", async () => {
    const { edits, remarks } = await learn({ description: "Other" }, { note: "" });
    assert.deepEqual(edits, []);
    assert.match(remarks.join("\n"), /^No recorded call carries the value given as --description\.$/m);
  });
});
