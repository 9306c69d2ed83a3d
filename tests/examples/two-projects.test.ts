import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import {
  type AzureDevOpsServer,
  fakeJobToken,
  startAzureDevOpsServer,
} from "../../tools/azure-devops-server/server.ts";
import type { PipelineReport } from "../../tools/local-pipeline/pipeline.ts";
import { failureCodes, requireBuiltTasks, stepResults } from "./built-tasks.ts";
import { assertNoLeak, sightings } from "./leak-scan.ts";
import { asJobsReadThem } from "./stored-variables.ts";
import { TwoNodes } from "./two-nodes.ts";

const [initiateFile, acceptFile] = ["two-projects-initiate.yml", "two-projects-accept.yml"];
const others = { purpose: { value: "invitations" }, apiKey: { value: "a secret of another team", isSecret: true } };
const secrets = { jobToken: fakeJobToken, apiKey: others.apiKey.value };

describe(`The examples ${initiateFile} and ${acceptFile}`, function () {
  this.timeout(60_000);
  let nodes: TwoNodes;
  let azure: AzureDevOpsServer;
  let id: number;
  before(requireBuiltTasks);
  beforeEach(async () => {
    nodes = await TwoNodes.start();
    azure = await startAzureDevOpsServer();
    id = azure.addVariableGroup({ name: "exalate-invitations", variables: others });
  });
  afterEach(() => Promise.all([nodes.close(), azure.close()]));

  function initiate(): Promise<PipelineReport> {
    const azureDevOps = { collectionUrl: azure.collectionUrl, accessToken: fakeJobToken };
    return nodes.runExample(initiateFile, { azureDevOps });
  }

  function accept(): Promise<PipelineReport> {
    return nodes.runExample(acceptFile, {
      variableGroups: { "exalate-invitations": asJobsReadThem(azure.group(id).variables) },
    });
  }

  it("end with ACTIVE through the group, with the code in only one request body", async () => {
    const reports = [await initiate(), await accept()];
    assert.deepEqual(reports.flatMap(failureCodes), []);
    assert.deepEqual(nodes.states(), {
      contoso: ["Contoso_to_Fabrikam ACTIVE"],
      fabrikam: ["Contoso_to_Fabrikam ACTIVE"],
    });
    const [code = ""] = nodes.codes();
    assert.deepEqual(azure.group(id).variables, { ...others, ExalateInvitationCode: { value: code, isSecret: true } });
    assert.deepEqual(sightings(azure.requests, code), [`PUT /contoso/_apis/distributedtask/variablegroups/${id} body`]);
    for (const report of reports) assertNoLeak(nodes, report, secrets);
  });

  it("change nothing in a second run of each", async () => {
    await initiate();
    const [pending, group] = [nodes.connections(), azure.group(id).variables];
    assert.equal((await initiate()).result, "Succeeded");
    assert.deepEqual([nodes.connections(), azure.group(id).variables], [pending, group]);
    await accept();
    const active = nodes.connections();
    const again = [await accept(), await initiate()];
    assert.deepEqual(
      again.map(({ result }) => result),
      ["Succeeded", "Succeeded"],
    );
    assert.deepEqual([nodes.connections(), azure.group(id).variables], [active, group]);
    for (const report of again) assertNoLeak(nodes, report, secrets);
  });

  it("keep the invitation when the group cannot be changed, and the next run continues with it", async () => {
    azure.misbehave({ operation: "updateVariableGroup", times: 1, fault: { kind: "forbidden" } });
    const refused = await initiate();
    assert.equal(refused.result, "Failed");
    assertNoLeak(nodes, refused, secrets);
    assert.deepEqual(azure.group(id).variables, others);
    const [connection] = nodes.contoso.connections();

    assert.equal((await initiate()).result, "Succeeded");
    assert.deepEqual(nodes.contoso.connections(), [connection]);
    assert.equal(azure.group(id).variables.ExalateInvitationCode?.value, connection?.invitationCode);
  });

  it("fail with EXA114 when accepting comes before initiating", async () => {
    const report = await accept();
    assert.deepEqual(failureCodes(report), ["EXA114"]);
    assert.deepEqual(stepResults(report), ["Accept at Fabrikam: Failed", "Wait until active at Fabrikam: Skipped"]);
  });
});
