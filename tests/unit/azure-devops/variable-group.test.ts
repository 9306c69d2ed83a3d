import assert from "node:assert/strict";
import fc from "fast-check";
import { afterEach, beforeEach, describe, it } from "mocha";
import { storeInvitationCode } from "../../../src/azure-devops/store-invitation-code.ts";
import type { VariableGroupTarget } from "../../../src/azure-devops/target.ts";
import { Secret } from "../../../src/core/secret.ts";
import {
  type AzureDevOpsServer,
  startAzureDevOpsServer,
  type Variables,
} from "../../../tools/azure-devops-server/server.ts";
import { accessTo, asked, code, failureOf, sightings } from "./fixture.ts";

const target: VariableGroupTarget = { kind: "variableGroup", group: "exalate codes", project: "Fabrikam" };
const variables: Variables = {
  region: { value: "west" },
  apiKey: { value: "a secret of another team", isSecret: true },
  locked: { value: "1", isReadOnly: true },
};

describe("storeInvitationCode in a variable group", () => {
  let server: AzureDevOpsServer;
  let id: number;

  beforeEach(async () => {
    server = await startAzureDevOpsServer({ projects: ["Fabrikam", "Contoso Web"] });
    server.addVariableGroup({ name: "exalate codes of old", variables });
    id = server.addVariableGroup({ name: target.group, description: "Codes", variables });
  });
  afterEach(() => server.close());

  const store = (value = code) => storeInvitationCode(target, new Secret(value), accessTo(server));

  it("adds the code as a secret and keeps everything else", async () => {
    const before = server.group(id);
    const stored = await store();
    const { modifiedOn: _, ...after } = server.group(id);
    const { modifiedOn: __, ...expected } = before;
    const added = { ExalateInvitationCode: { value: code, isSecret: true } };
    const given = { ...after, createdOn: expected.createdOn, providerData: undefined };
    assert.deepEqual(given, { ...expected, providerData: undefined, variables: { ...variables, ...added } });
    assert.deepEqual(stored, {
      variable: "ExalateInvitationCode",
      place: 'the variable group "exalate codes" of the project "Fabrikam"',
    });
  });

  it("sends only the necessary requests, to one host", async () => {
    await store();
    assert.deepEqual(asked(server.requests), [
      "collection OPTIONS /contoso/_apis/distributedtask 200",
      "collection GET /contoso/Fabrikam/_apis/distributedtask/variablegroups?groupName=exalate%20codes 200",
      `collection PUT /contoso/_apis/distributedtask/variablegroups/${id} 200`,
      "collection GET /contoso/Fabrikam/_apis/distributedtask/variablegroups?groupName=exalate%20codes 200",
    ]);
  });

  it("sends the code only in one body, and never sends other secrets", async () => {
    await store();
    const put = `PUT /contoso/_apis/distributedtask/variablegroups/${id} body`;
    assert.deepEqual(sightings(server.requests, code), [put]);
    assert.deepEqual(sightings(server.requests, "a secret of another team"), []);
  });

  it("sends back the description, the type and every project", async () => {
    await store();
    const body = JSON.parse(server.requests.find(({ method }) => method === "PUT")?.body ?? "");
    assert.equal(body.description, "Codes");
    assert.equal(body.type, "Vsts");
    assert.deepEqual(body.variableGroupProjectReferences, server.group(id).variableGroupProjectReferences);
    assert.equal(body.variableGroupProjectReferences.length, 2);
    assert.deepEqual(body.variables.apiKey, { value: null, isSecret: true });
  });

  it("changes nothing when it stores the same code again", async () => {
    await store();
    const { variables: first } = server.group(id);
    await store();
    assert.deepEqual(server.group(id).variables, first);
  });

  it("replaces the code of an earlier connection", async () => {
    await store("an older code");
    await store();
    assert.equal(server.group(id).variables.ExalateInvitationCode?.value, code);
  });

  it("uses an existing variable that differs only in case, and makes it secret", async () => {
    server.setGroupVariable(id, "EXALATEINVITATIONCODE", { value: "typed by hand" });
    const { variable } = await store();
    assert.equal(variable, "EXALATEINVITATIONCODE");
    const stored = { ...variables, EXALATEINVITATIONCODE: { value: code, isSecret: true } };
    assert.deepEqual(server.group(id).variables, stored);
  });

  it("finds the group independently of the case of its name", async () => {
    await storeInvitationCode({ ...target, group: "Exalate Codes" }, new Secret(code), accessTo(server));
    assert.equal(server.group(id).variables.ExalateInvitationCode?.value, code);
  });

  it("keeps the changes that another client makes at the same time", async () => {
    const meanwhile = () => server.setGroupVariable(id, "theirs", { value: "just set", isSecret: true });
    server.misbehave({ operation: "updateVariableGroup", times: 1, fault: { kind: "conflict", meanwhile } });
    await store();
    assert.deepEqual(server.group(id).variables, {
      ...variables,
      theirs: { value: "just set", isSecret: true },
      ExalateInvitationCode: { value: code, isSecret: true },
    });
  });

  it("fails after three conflicts", async () => {
    server.misbehave({ operation: "updateVariableGroup", fault: { kind: "conflict" } });
    assert.equal((await failureOf(target, accessTo(server))).code, "EXA608");
    assert.equal(server.requests.filter(({ method }) => method === "PUT").length, 3);
    assert.deepEqual(server.group(id).variables, variables);
  });

  it("does not write to a group linked to a key vault", async () => {
    server.addVariableGroup({ name: "vaulted", type: "AzureKeyVault", variables });
    const failure = await failureOf({ ...target, group: "vaulted" }, accessTo(server));
    assert.equal(
      failure.message,
      'EXA603: The code cannot be stored in the variable group "vaulted" of the project "Fabrikam": it takes its values from Azure Key Vault. ' +
        'Set "variableGroup" to a variable group that is not linked to a vault. ' +
        "The connection stays pending: run the step again to store its code.",
    );
    assert.ok(server.requests.every(({ method }) => method !== "PUT"));
  });

  it("keeps every other variable of any group", async () => {
    await fc.assert(
      fc.asyncProperty(anyVariables, fc.string({ minLength: 1 }), async (others, value) => {
        const name = `group ${server.requests.length}`;
        const anyGroup = server.addVariableGroup({ name, variables: others });
        await storeInvitationCode({ ...target, group: name }, new Secret(value), accessTo(server));
        const expected = { ...others, ExalateInvitationCode: { value, isSecret: true } };
        assert.deepEqual(server.group(anyGroup).variables, expected);
      }),
      { numRuns: 60 },
    );
  });
});

const anyName = fc
  .oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.constantFrom("__proto__", "constructor", "Path", "a.b", "$(x)"))
  .filter((name) => name.toLowerCase() !== "exalateinvitationcode");
const anyVariable = fc.record(
  { value: fc.string(), isSecret: fc.boolean(), isReadOnly: fc.boolean() },
  { requiredKeys: ["value"], noNullPrototype: true },
);
const anyVariables = fc
  .array(fc.tuple(anyName, anyVariable), { maxLength: 8 })
  .map((entries): Variables => Object.fromEntries(entries));
