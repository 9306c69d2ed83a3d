import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { storeInvitationCode } from "../../../src/azure-devops/store-invitation-code.ts";
import { type HandOverTarget, runningRelease } from "../../../src/azure-devops/target.ts";
import { Secret } from "../../../src/core/secret.ts";
import { storeInitiated } from "../../../src/pipeline/store-initiated.ts";
import {
  type AzureDevOpsServer,
  fakeJobToken,
  startAzureDevOpsServer,
  type Variables,
} from "../../../tools/azure-devops-server/server.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { accessTo, code, failureOf, type TestAccess } from "./fixture.ts";

const variables: Variables = { region: { value: "west" }, apiKey: { value: "of another team", isSecret: true } };

/** Access that runs `act` after each of the first `times` answers to requests with this method. */
function following(method: "GET" | "PUT", access: TestAccess, act: () => void, times = 1): TestAccess {
  let left = times;
  const debug = (line: string) => {
    access.log.debug(line);
    if (line.startsWith(`Azure DevOps: ${method} `) && !line.includes("ResourceAreas") && left-- > 0) act();
  };
  return { ...access, log: { debug } };
}

for (const kind of ["variable group", "release"] as const) {
  describe(`A ${kind} that another user changes while a code is stored`, () => {
    let server: AzureDevOpsServer;
    let id: number;
    let target: HandOverTarget;
    beforeEach(async () => {
      server = await startAzureDevOpsServer({ projects: ["Fabrikam"] });
      id =
        kind === "release" ? server.addRelease({ variables }) : server.addVariableGroup({ name: "codes", variables });
      target =
        kind === "release"
          ? runningRelease(String(id), "Fabrikam")
          : { kind: "variableGroup", group: "codes", project: "Fabrikam" };
    });
    afterEach(() => server.close());

    const setByOther = (name: string, value: string, isSecret = false) =>
      kind === "release"
        ? server.setReleaseVariable(id, name, { value, isSecret })
        : server.setGroupVariable(id, name, { value, isSecret });
    const stored = () => (kind === "release" ? server.release(id) : server.group(id)).variables;
    const store = (access: TestAccess) => storeInvitationCode(target, new Secret(code), access);
    const puts = () => server.requests.filter(({ method }) => method === "PUT").length;

    it("is reported as unchanged when nobody changed it", async () => {
      assert.equal((await store(accessTo(server))).changed, undefined);
    });

    it("is reported with the names of the changed variables, and never with a value", async () => {
      const act = () => {
        setByOther("region", "their value");
        setByOther("added", "their value");
      };
      const { changed, ...rest } = await store(following("PUT", accessTo(server), act));
      assert.deepEqual([...(changed ?? [])].sort(), ["added", "region"]);
      assert.doesNotMatch(JSON.stringify({ changed, rest }), /their value|west/);
    });

    it("is reported when a variable becomes a secret or stops being one", async () => {
      const act = () => setByOther("region", "x", true);
      assert.deepEqual((await store(following("PUT", accessTo(server), act))).changed, ["region"]);
    });

    it("gets the code again when the other user removed it", async () => {
      const access = following("PUT", accessTo(server), () => setByOther("ExalateInvitationCode", ""));
      assert.equal((await store(access)).changed, undefined);
      assert.deepEqual(stored().ExalateInvitationCode, { value: code, isSecret: true });
      assert.equal(puts(), 2);
    });

    it("leads to EXA608 when the code is removed every time", async () => {
      const access = following("PUT", accessTo(server), () => setByOther("ExalateInvitationCode", ""), 9);
      const { code: failureCode, happened } = await failureOf(target, access);
      assert.equal(failureCode, "EXA608");
      assert.match(happened, /^Others overwrote the .* 3 times in a row; the code is not stored\.$/);
      assert.equal(puts(), 3);
    });

    it("counts as updated when its variables cannot be read again", async () => {
      const access = following("PUT", accessTo(server), () =>
        server.misbehave({
          operation: kind === "release" ? "getRelease" : "listVariableGroups",
          fault: { kind: "serverError" },
        }),
      );
      assert.equal((await store(access)).variable, "ExalateInvitationCode");
      assert.match(access.lines.join("\n"), /could not be read again/);
    });

    it("leads to a warning that says what to check", async () => {
      const agent = new FakeAgent();
      const debug = agent.log.debug;
      agent.log.debug = (line) => {
        debug(line);
        if (line.startsWith("Azure DevOps: PUT ")) setByOther("##vso[x]", "their value");
      };
      const access = { collectionUrl: server.collectionUrl, token: new Secret(fakeJobToken) };
      const invitationCode = new Secret(code);
      await storeInitiated(agent, { target, access }, { ...initiated, invitationCode });
      const warnings = agent.events.filter((event) => event.startsWith("warning: "));
      assert.equal(warnings.length, 1);
      assert.match(
        warnings.join(),
        /Somebody else changed the .*: "[^"]+" differ from what this step wrote\. Check these/,
      );
      assert.doesNotMatch(warnings.join(), /##vso|their value/);
    });
  });
}

const initiated = {
  outcome: "initiated",
  connectionId: "1",
  connectionName: "ado_to_jira",
  status: "PENDING",
} as const;
