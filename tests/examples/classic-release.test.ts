import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import {
  type AzureDevOpsServer,
  fakeJobToken,
  startAzureDevOpsServer,
} from "../../tools/azure-devops-server/server.ts";
import type { PipelineReport } from "../../tools/local-pipeline/pipeline.ts";
import { sectionOf } from "../docs/markdown.ts";
import { yamlBlocks } from "../docs/pipeline-blocks.ts";
import { failureCodes, requireBuiltTasks, stepResults } from "./built-tasks.ts";
import { assertNoLeak, sightings } from "./leak-scan.ts";
import { asJobsReadThem } from "./stored-variables.ts";
import { exampleText, TwoNodes } from "./two-nodes.ts";

const file = "classic-release.md";
const writtenNode = "https://jcloudnode-0000-0000-0000-0000.exalate.cloud";
const secrets = { jobToken: fakeJobToken };
const active = { contoso: ["Contoso_to_Fabrikam ACTIVE"], fabrikam: ["Contoso_to_Fabrikam ACTIVE"] };

describe(`The example ${file}`, function () {
  this.timeout(60_000);
  let nodes: TwoNodes;
  let azure: AzureDevOpsServer;
  before(requireBuiltTasks);
  beforeEach(async () => {
    nodes = await TwoNodes.start();
    azure = await startAzureDevOpsServer();
  });
  afterEach(() => Promise.all([nodes.close(), azure.close()]));

  /** Deploys a stage like a release, with the current variables of the release. */
  function deploy(stage: string, release: number): Promise<PipelineReport> {
    const steps = stepsOf(stage).replace(writtenNode, nodes.fabrikam.url);
    return nodes.run(file, `variables:\n- group: release\n${steps}`, {
      variableGroups: { release: asJobsReadThem(azure.release(release).variables) },
      azureDevOps: { collectionUrl: azure.collectionUrl, accessToken: fakeJobToken },
      systemVariables: { "System.HostType": "release", "Release.ReleaseId": String(release) },
    });
  }

  it("passes the code between stages through the release, in only one request body", async () => {
    const release = azure.addRelease({ variables: { region: { value: "west" } } });
    const reports = [await deploy("Initiate", release), await deploy("Accept", release)];
    assert.deepEqual(reports.flatMap(failureCodes), []);
    assert.deepEqual(nodes.states(), active);
    const [code = ""] = nodes.codes();
    assert.deepEqual(azure.release(release).variables, {
      region: { value: "west" },
      ExalateInvitationCode: { value: code, isSecret: true },
    });
    assert.deepEqual(sightings(azure.requests, code), [`PUT /contoso/Fabrikam/_apis/Release/releases/${release} body`]);
    for (const report of reports) assertNoLeak(nodes, report, secrets);
  });

  it("changes nothing when the stages are deployed again", async () => {
    const release = azure.addRelease({ variables: {} });
    await deploy("Initiate", release);
    const stored = azure.release(release).variables;
    await deploy("Initiate", release);
    assert.deepEqual(azure.release(release).variables, stored);
    await deploy("Accept", release);
    const known = nodes.connections();
    for (const stage of ["Accept", "Initiate", "Withdraw"]) {
      const report = await deploy(stage, release);
      assert.deepEqual(failureCodes(report), [], stage);
      assertNoLeak(nodes, report, secrets);
    }
    assert.deepEqual([nodes.connections(), azure.release(release).variables], [known, stored]);
  });

  it("only verifies in a later release without a code", async () => {
    const [first, second] = [azure.addRelease({ variables: {} }), azure.addRelease({ variables: {} })];
    for (const stage of ["Initiate", "Accept"]) await deploy(stage, first);
    await deploy("Initiate", second);
    assert.deepEqual(azure.release(second).variables, {});
    const report = await deploy("Accept", second);
    assert.deepEqual(stepResults(report), [
      "Accept at Fabrikam: Skipped",
      "Wait until active at Contoso: Succeeded",
      "Wait until active at Fabrikam: Succeeded",
    ]);
  });

  it("leaves no pending connection after Withdraw is deployed once or twice after a rejection", async () => {
    const release = azure.addRelease({ variables: {} });
    await deploy("Initiate", release);
    for (let time = 0; time < 2; time += 1) {
      const report = await deploy("Withdraw", release);
      assert.equal(report.result, "Succeeded");
      assert.deepEqual(nodes.states(), { contoso: [], fabrikam: [] });
      assertNoLeak(nodes, report, secrets);
    }
  });

  it("initiates nothing when the job is not part of a release", async () => {
    const report = await nodes.run(file, stepsOf("Initiate"), {
      azureDevOps: { collectionUrl: azure.collectionUrl, accessToken: fakeJobToken },
    });
    assert.deepEqual(failureCodes(report), ["EXA601"]);
    assert.deepEqual(nodes.states(), { contoso: [], fabrikam: [] });
  });
});

function stepsOf(stage: string): string {
  const section = sectionOf(exampleText(file), (title) => title === `Stage *${stage}*`) ?? "";
  const [block, ...rest] = yamlBlocks(section);
  assert.ok(block !== undefined && rest.length === 0, `One block of steps for the stage ${stage}`);
  return block.text;
}
