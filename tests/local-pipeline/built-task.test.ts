import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { type ExalateNode, fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import { builtTasks, connectionsIn, type PipelineReport } from "../../tools/local-pipeline/pipeline.ts";
import { printed, Sandbox, stageResults } from "./sandbox.ts";

const pipeline = `parameters:
- name: destination
stages:
- stage: Initiate
  jobs:
  - job: Initiate
    steps:
    - checkout: none
    - task: ExalateInitiate@1
      name: exalate
      inputs:
        exalateConnection: contoso
        destinationUrl: \${{ parameters.destination }}
        localShortName: Contoso
        destinationShortName: Fabrikam
        project: Fabrikam
- stage: Accept
  jobs:
  - deployment: Accept
    environment: exalate-production
    variables:
      code: $[ stageDependencies.Initiate.Initiate.outputs['exalate.invitationCode'] ]
      id: $[ stageDependencies.Initiate.Initiate.outputs['exalate.connectionId'] ]
    strategy:
      runOnce:
        deploy:
          steps:
          - script: 'echo "printed: $(id) $(code) \${#CODE}"'
            env: { CODE: $(code) }
`;

describe("A pipeline with the built ExalateInitiate@1", function () {
  if (!existsSync(join(builtTasks, "ExalateInitiate"))) {
    it("runs once the tasks are built");
    return;
  }
  this.timeout(30_000);
  const sandbox = new Sandbox();
  const nodes: ExalateNode[] = [];
  before(async () => {
    nodes.push(await startExalateNode(), await startExalateNode());
  });
  after(async () => {
    sandbox.dispose();
    await Promise.all(nodes.map((node) => node.close()));
  });

  function run(isApproved: boolean, shown: string[]): Promise<PipelineReport> {
    const [source, destination] = nodes;
    const connection = { id: randomUUID(), name: "contoso", type: "exalate", url: source?.url ?? "", scheme: "Token" };
    return sandbox.run(pipeline, {
      tasksFolder: builtTasks,
      connections: [{ ...connection, parameters: { apitoken: fakeToken }, data: {} }],
      parameters: { destination: destination?.url ?? "" },
      approve: async ({ summaries }) => {
        shown.push(...summaries.map(({ content }) => content));
        return isApproved;
      },
    });
  }

  it("passes the code to the next stage as a secret, and shows the approver what to approve", async () => {
    const shown: string[] = [];
    const report = await run(true, shown);
    assert.equal(report.result, "Succeeded");
    const [connection] = nodes[0]?.connections() ?? [];
    const [line = ""] = printed(report);
    assert.match(line, new RegExp(`^${connection?.id} \\*\\*\\* [1-9]\\d+$`));
    assert.equal(shown.length, 1);
    assert.match(shown[0] ?? "", /Contoso_to_Fabrikam/);
    assert.ok(connection !== undefined && connection.status === "PENDING");
  });

  it("stops before the next stage when it is rejected", async () => {
    const report = await run(false, []);
    assert.deepEqual(stageResults(report), { Initiate: "Succeeded", Accept: "Failed" });
    assert.deepEqual(printed(report), []);
  });

  it("lists the connections that it uses", async () => {
    const uses = await connectionsIn({ file: "sample.yml", text: pipeline, parameters: { destination: "x" } });
    assert.deepEqual(uses, [{ name: "contoso", type: "exalate" }]);
  });
});
