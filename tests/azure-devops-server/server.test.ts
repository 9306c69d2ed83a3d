import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import {
  type AzureDevOpsServer,
  fakeJobToken,
  fakePersonalToken,
  startAzureDevOpsServer,
} from "../../tools/azure-devops-server/server.ts";

const secret = { value: "stored", isSecret: true };

/** Checks with plain HTTP that the test server behaves like the real service, because other tests rely on it. */
describe("The test server for Azure DevOps", () => {
  let server: AzureDevOpsServer;
  let id: number;

  beforeEach(async () => {
    server = await startAzureDevOpsServer({ projects: ["Fabrikam", "Contoso Web"] });
    id = server.addVariableGroup({
      name: "codes",
      variables: { A: secret, B: { value: "b" } },
      projects: ["Fabrikam"],
    });
  });
  afterEach(() => server.close());

  const call = async (method: string, path: string, body?: unknown, authorization = `Bearer ${fakeJobToken}`) => {
    const headers = { authorization, accept: "application/json;api-version=7.2-preview.2" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(server.collectionUrl + path, { method, headers, redirect: "manual", ...sent });
    return { status: answer.status, value: JSON.parse(await answer.text()) };
  };
  const put = (variables: unknown, more: unknown = { variableGroupProjectReferences: references() }) =>
    call("PUT", `_apis/distributedtask/variablegroups/${id}`, {
      name: "codes",
      type: "Vsts",
      variables,
      ...Object(more),
    });
  const references = () => server.group(id).variableGroupProjectReferences;

  it("shows secrets as null", async () => {
    const { value } = await call("GET", "fabrikam/_apis/distributedtask/variablegroups?groupName=CODES");
    assert.equal(value.count, 1);
    assert.deepEqual(value.value[0].variables, { A: { value: null, isSecret: true }, B: { value: "b" } });
  });

  it("shows a group only in its own projects, and null for an unknown one", async () => {
    const { value } = await call("GET", "Contoso%20Web/_apis/distributedtask/variablegroups");
    assert.deepEqual(value, { count: 0, value: [] });
    const missing = await call("GET", "Fabrikam/_apis/distributedtask/variablegroups/99");
    assert.deepEqual(missing, { status: 200, value: null });
  });

  it("keeps a secret without a value, and deletes missing variables", async () => {
    assert.equal((await put({ A: { value: null, isSecret: true } })).status, 200);
    assert.deepEqual(server.group(id).variables, { A: secret });
    await put({ A: { isSecret: true } });
    assert.deepEqual(server.group(id).variables, { A: secret });
  });

  it("replaces a secret with a value, and drops the value of one that is no longer a secret", async () => {
    await put({ A: { value: "new", isSecret: true } });
    assert.deepEqual(server.group(id).variables, { A: { value: "new", isSecret: true } });
    await put({ A: { value: null } });
    assert.deepEqual(server.group(id).variables, { A: { value: null } });
  });

  it("refuses a group without project references or variables", async () => {
    assert.equal((await put({ B: { value: "b" } }, {})).status, 400);
    assert.equal((await put({})).status, 400);
    assert.deepEqual(server.group(id).variables, { A: secret, B: { value: "b" } });
  });

  it("accepts a job's token and a personal access token, and no other", async () => {
    const basic = (token: string) => `Basic ${Buffer.from(`:${token}`).toString("base64")}`;
    const statuses = [];
    for (const header of [basic(fakePersonalToken), basic("other"), "Bearer other", ""]) {
      statuses.push((await call("GET", "_apis/projects", undefined, header)).status);
    }
    assert.deepEqual(statuses, [200, 401, 401, 401]);
  });

  it("has releases on a separate host", async () => {
    const { value } = await call("GET", "_apis/ResourceAreas");
    const area = value.value.find(({ name }: { name: string }) => name === "Release");
    assert.equal(area.locationUrl, server.releaseUrl);
    const release = server.addRelease({ variables: { A: secret } });
    assert.equal((await call("GET", `Fabrikam/_apis/Release/releases/${release}`)).status, 404);
  });

  it("keeps the secrets of a release and of its stages, and deletes missing variables", async () => {
    const release = server.addRelease({ variables: { A: secret, B: secret }, stageVariables: { C: secret } });
    const url = `${server.releaseUrl}Fabrikam/_apis/Release/releases/${release}`;
    const headers = { authorization: `Bearer ${fakeJobToken}`, accept: "application/json;api-version=7.2-preview.9" };
    const shown = JSON.parse(await (await fetch(url, { headers })).text());
    delete shown.variables.B;
    await fetch(url, { method: "PUT", headers, body: JSON.stringify(shown) });
    assert.deepEqual(server.release(release).variables, { A: secret });
    assert.deepEqual(server.release(release).environments[1]?.variables, { C: secret });
    assert.deepEqual(
      [shown.variables.A, shown.environments[1].variables.C],
      [
        { value: null, isSecret: true },
        { value: null, isSecret: true },
      ],
    );
  });

  it("requires the version of the API for a write", async () => {
    const headers = { authorization: `Bearer ${fakeJobToken}`, accept: "application/json" };
    const url = `${server.collectionUrl}_apis/distributedtask/variablegroups/${id}`;
    const answer = await fetch(url, { method: "PUT", headers, body: "{}" });
    assert.match(await answer.text(), /No api-version was supplied for the \\"PUT\\" request/);
  });

  it("ignores the case of names, and knows no other organization", async () => {
    assert.equal((await call("GET", "_APIS/Projects/")).status, 200);
    const headers = { authorization: `Bearer ${fakeJobToken}` };
    const other = new URL("/fabrikam/_apis/projects", server.collectionUrl);
    assert.equal((await fetch(other, { headers })).status, 404);
  });
});
