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

  it("adds the code as a secret and leaves all else as it was, to the last digit of a time", async () => {
    const before = server.release(id);
    const stored = await store();
    const added = { ExalateInvitationCode: { value: code, isSecret: true } };
    assert.deepEqual(server.release(id), { ...before, variables: { ...variables, ...added } });
    assert.deepEqual(stored, {
      variable: "ExalateInvitationCode",
      place: 'the release 41 of the project "Fabrikam"',
    });
  });

  it("asks where releases are, and works there", async () => {
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

  it("sends the code in one body and nowhere else, and others' secrets not at all", async () => {
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

  it("keeps what another client changes while it writes", async () => {
    const meanwhile = () => server.setReleaseVariable(id, "theirs", { value: "just set" });
    server.misbehave({ operation: "updateRelease", times: 2, fault: { kind: "conflict", meanwhile } });
    await store();
    const added = { theirs: { value: "just set" }, ExalateInvitationCode: { value: code, isSecret: true } };
    assert.deepEqual(server.release(id).variables, { ...variables, ...added });
  });

  it("gives way after three conflicts", async () => {
    server.misbehave({ operation: "updateRelease", fault: { kind: "conflict" } });
    assert.equal((await failureOf(target(), accessTo(server))).code, "EXA608");
    assert.deepEqual(server.release(id).variables, variables);
  });

  it("works at the collection itself where a server lists no areas", async () => {
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

  it("tells a release that is not there", async () => {
    const failure = await failureOf(runningRelease("7", "Fabrikam"), accessTo(server));
    assert.equal(
      failure.happened,
      'Azure DevOps has no release 7 of the project "Fabrikam", or does not show it to this job. ' +
        'Azure DevOps says: "VS402881: No release found with ID 7. Make sure that the release exists and try again.".',
    );
  });
});

describe("runningRelease", () => {
  it("takes the id that the agent gives", () => {
    assert.deepEqual(runningRelease("41", "Fabrikam"), { kind: "release", releaseId: 41, project: "Fabrikam" });
  });

  for (const id of [undefined, "", "0", "-1", "41a", "$(Release.ReleaseId)"]) {
    it(`says that ${JSON.stringify(id)} is no release`, () => {
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
