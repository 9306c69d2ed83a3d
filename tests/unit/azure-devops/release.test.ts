import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { storeInvitationCode } from "../../../src/azure-devops/store-invitation-code.ts";
import { runningRelease } from "../../../src/azure-devops/target.ts";
import { Failure } from "../../../src/core/failure.ts";
import { Secret } from "../../../src/core/secret.ts";
import {
  type AzureDevOpsServer,
  startAzureDevOpsServer,
  type Variables,
} from "../../../tools/azure-devops-server/server.ts";
import { accessTo, asked, code, failureOf, sightings } from "./fixture.ts";

const variables: Variables = {
  region: { value: "west", allowOverride: true },
  apiKey: { value: "a secret of another team", isSecret: true },
};
const stageVariables: Variables = { slot: { value: "blue" }, slotKey: { value: "a stage's secret", isSecret: true } };

describe("storeInvitationCode in a release", () => {
  let server: AzureDevOpsServer;
  let id: number;

  beforeEach(async () => {
    server = await startAzureDevOpsServer();
    id = server.addRelease({ variables, stageVariables });
  });
  afterEach(() => server.close());

  const target = () => runningRelease(String(id), "Fabrikam");
  const store = (value = code) => storeInvitationCode(target(), new Secret(value), accessTo(server));

  it("adds the code as a secret and keeps everything else, including every digit of a time", async () => {
    const before = server.release(id);
    const stored = await store();
    const added = { ExalateInvitationCode: { value: code, isSecret: true } };
    assert.deepEqual(server.release(id), { ...before, variables: { ...variables, ...added } });
    assert.deepEqual(stored, {
      variable: "ExalateInvitationCode",
      place: 'the release 41 of the project "Fabrikam"',
    });
  });

  it("asks for the address of the release service, and uses it", async () => {
    await store();
    assert.deepEqual(asked(server.requests), [
      "collection OPTIONS /contoso/_apis/Location 200",
      "collection GET /contoso/_apis/ResourceAreas 200",
      "releases OPTIONS /contoso/_apis/Release 200",
      "releases GET /contoso/Fabrikam/_apis/Release/releases/41 200",
      "releases PUT /contoso/Fabrikam/_apis/Release/releases/41 200",
      "releases GET /contoso/Fabrikam/_apis/Release/releases/41 200",
    ]);
  });

  it("sends the code only in one body, and never sends other secrets", async () => {
    await store();
    assert.deepEqual(sightings(server.requests, code), ["PUT /contoso/Fabrikam/_apis/Release/releases/41 body"]);
    for (const secret of ["a secret of another team", "a stage's secret"]) {
      assert.deepEqual(sightings(server.requests, secret), []);
    }
  });

  it("changes nothing when it stores the same code again", async () => {
    await store();
    const first = server.release(id);
    await store();
    assert.deepEqual(server.release(id), first);
  });

  it("keeps the changes that another client makes at the same time", async () => {
    const meanwhile = () => server.setReleaseVariable(id, "theirs", { value: "just set" });
    server.misbehave({ operation: "updateRelease", times: 2, fault: { kind: "conflict", meanwhile } });
    await store();
    const added = { theirs: { value: "just set" }, ExalateInvitationCode: { value: code, isSecret: true } };
    assert.deepEqual(server.release(id).variables, { ...variables, ...added });
  });

  it("fails after three conflicts", async () => {
    server.misbehave({ operation: "updateRelease", fault: { kind: "conflict" } });
    assert.equal((await failureOf(target(), accessTo(server))).code, "EXA608");
    assert.deepEqual(server.release(id).variables, variables);
  });

  it("uses the collection's address when a server lists no areas", async () => {
    const onPremises = await startAzureDevOpsServer({ onPremises: true });
    try {
      const release = onPremises.addRelease({ variables });
      await storeInvitationCode(runningRelease(String(release), "Fabrikam"), new Secret(code), accessTo(onPremises));
      assert.equal(onPremises.release(release).variables.ExalateInvitationCode?.value, code);
      assert.ok(onPremises.requests.every(({ host }) => host === "collection"));
    } finally {
      await onPremises.close();
    }
  });

  it("fails for a release that does not exist", async () => {
    const failure = await failureOf(runningRelease("7", "Fabrikam"), accessTo(server));
    assert.equal(
      failure.happened,
      'Azure DevOps has no release 7 of the project "Fabrikam", or does not show it to this job. ' +
        'Azure DevOps says: "VS402881: No release found with ID 7. Make sure that the release exists and try again.".',
    );
  });
});

describe("runningRelease", () => {
  it("uses the id from the agent", () => {
    assert.deepEqual(runningRelease("41", "Fabrikam"), { kind: "release", releaseId: 41, project: "Fabrikam" });
  });

  for (const id of [undefined, "", "0", "-1", "41a", "$(Release.ReleaseId)"]) {
    it(`refuses ${JSON.stringify(id)} as the id of a release`, () => {
      assert.throws(
        () => runningRelease(id, "Fabrikam"),
        new Failure(
          "EXA601",
          'The input "storeIn" is "release", but this job is not part of a classic release: there is no Release.ReleaseId.',
          'In a YAML pipeline, read the output variable instead, or use "storeIn: variableGroup". Nothing was initiated.',
        ),
      );
    });
  }
});
