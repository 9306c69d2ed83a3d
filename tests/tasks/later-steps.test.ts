import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import { runBuiltTask } from "../support/task-run.ts";

const token = "t0ken-of-the-job";
const variables = [
  { name: "System.AccessToken", value: token, isSecret: true },
  { name: "Holder", value: "<$(System.AccessToken)>" },
];

describe("A step after a built task", () => {
  it("reads the outputs and the variables of the job with their expanded values", async () => {
    const node = await startExalateNode();
    try {
      node.addConnection({ name: "ado_to_jira", remoteUrl: "https://jira.fabrikam.com", status: "ACTIVE" });
      const { step, later } = await runBuiltTask({
        task: "ExalateStatus",
        handler: "Node20_1",
        inputs: { connectionName: "ado_to_jira" },
        url: node.url,
        parameters: { apitoken: fakeToken },
        job: { variables },
        readLater: ["exalate.connectionName", "exalate.connectionStatus", "Holder", "exalate.nothing"],
      });
      assert.equal(step.result, "Succeeded", step.log.join("\n"));
      assert.deepEqual(Object.fromEntries(later), {
        "exalate.connectionName": "ado_to_jira",
        "exalate.connectionStatus": "ACTIVE",
        Holder: `<${token}>`,
        "exalate.nothing": "$(exalate.nothing)",
      });
    } finally {
      await node.close();
    }
  });

  const macro = "$(System.AccessToken)";
  const outputs = ["connectionId", "connectionName", "connectionStatus", "invitationCode"].map(
    (name) => `exalate.${name}`,
  );
  const members = { id: macro, name: `a ${macro} b`, status: macro, invitationCode: `a code with ${macro} in it` };

  /** Changes one member of a connection in an answer, with or without a list. */
  function altered(member: keyof typeof members) {
    const change = (connection: object) => ({ ...connection, [member]: members[member] });
    return (body: string) => {
      const answer = JSON.parse(body);
      return JSON.stringify("results" in answer ? { ...answer, results: answer.results.map(change) } : change(answer));
    };
  }

  const hostile: readonly [task: string, member: keyof typeof members][] = [
    ["ExalateStatus", "id"],
    ["ExalateStatus", "name"],
    ["ExalateStatus", "status"],
    ["ExalateAccept", "id"],
    ["ExalateAccept", "name"],
    ["ExalateAccept", "status"],
    ["ExalateInitiate", "status"],
    ["ExalateInitiate", "invitationCode"],
  ];
  for (const [task, member] of hostile) {
    it(`reads no secret of the job in an output of ${task} when the node answers ${members[member]} as ${member}`, async () => {
      const [node, other] = [await startExalateNode(), await startExalateNode()];
      try {
        const code = other.addConnection({ name: "jira_to_ado", remoteUrl: node.url }).invitationCode;
        const seed = { name: "ado_to_jira", remoteUrl: other.url, status: "ACTIVE" } as const;
        const connection = task === "ExalateStatus" ? node.addConnection(seed) : undefined;
        const inputs: Record<string, Record<string, string>> = {
          ExalateStatus: member === "id" ? { connectionName: seed.name } : { connectionId: connection?.id ?? "" },
          ExalateAccept: { invitationCode: code, project: "Fabrikam" },
          ExalateInitiate: { destinationUrl: other.url, localShortName: "ado", destinationShortName: "jira" },
        };
        for (const operation of ["initiateConnection", "acceptInvitation"] as const) {
          node.misbehave({ operation, fault: { kind: "alter", alter: altered(member) } });
        }
        if (task === "ExalateStatus") {
          node.misbehave({ operation: "listConnections", fault: { kind: "alter", alter: altered(member) } });
        }
        const { later, job } = await runBuiltTask({
          task,
          handler: "Node20_1",
          inputs: inputs[task] ?? {},
          url: node.url,
          parameters: { apitoken: fakeToken },
          job: { variables },
          readLater: [...outputs, "ExalateInvitationCode", "Holder"],
        });
        assert.equal(later.get("Holder"), `<${token}>`, "the local agent expands variables");
        for (const name of [...outputs, "ExalateInvitationCode"]) {
          assert.ok(!later.get(name)?.includes(token), `${name} became the token`);
          assert.ok(!job.variables.get(name)?.includes(macro), `${name} contains the macro`);
        }
      } finally {
        await Promise.all([node.close(), other.close()]);
      }
    });
  }
});
