import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { InitiateResult } from "../../../src/commands/initiate.ts";
import { Secret } from "../../../src/core/secret.ts";
import type { InitiateRequest } from "../../../src/exalate/connection.ts";
import { publishInitiated } from "../../../src/pipeline/publish-initiated.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent, type FakeAgentSetting } from "../../support/fake-agent.ts";
import { privateOptions, sampleRequest as request, sampleOptions } from "../../support/initiate-options.ts";

const made: InitiateResult = {
  outcome: "initiated",
  connectionId: "7",
  connectionName: "ado_to_jira",
  status: "PENDING",
  invitationCode: new Secret("the-code"),
};

async function publish(result: InitiateResult, setting: FakeAgentSetting = {}, changes: Partial<InitiateRequest> = {}) {
  const agent = new FakeAgent(setting);
  const options = { ...sampleOptions, request: { ...request, ...changes } };
  await publishInitiated(agent, options, result, new URL("https://azurenode-1.exalate.cloud"));
  return agent;
}

describe("Publishing an initiated connection", async () => {
  it("sets the code as a secret output and a secret variable, before any later step can fail", async () => {
    const agent = await publish(made);
    assert.deepEqual(agent.events.slice(0, 3), ["secret", "output: invitationCode", "variable: ExalateInvitationCode"]);
    assert.equal(String(agent.outputs.get("invitationCode")), "***");
    assert.equal(agent.secretVariables.get("ExalateInvitationCode")?.reveal(), "the-code");
    assert.deepEqual(
      ["connectionId", "connectionName", "connectionStatus"].map((name) => agent.outputs.get(name)),
      ["7", "ado_to_jira", "PENDING"],
    );
  });

  it("prints the expressions with which later jobs and stages read the code", async () => {
    const variables = {
      "System.StageName": "Initiate",
      "System.PhaseName": "Exalate",
      "System.JobName": "__default",
      "System.TaskInstanceName": "initiate",
    };
    const log = (await publish(made, { variables })).events.join("\n");
    assert.ok(log.includes("$[ dependencies.Exalate.outputs['initiate.invitationCode'] ]"), log);
    assert.ok(log.includes("$[ stageDependencies.Initiate.Exalate.outputs['initiate.invitationCode'] ]"), log);
    const matrix = (await publish(made, { variables: { ...variables, "System.JobName": "emea" } })).events.join("\n");
    assert.ok(
      matrix.includes("dependencies.Exalate.outputs['emea.exalate.invitationCode']") ||
        matrix.includes("outputs['emea.initiate.invitationCode']"),
      matrix,
    );
    const deployment = (
      await publish(made, { variables: { ...variables, "Environment.Name": "production" } })
    ).events.join("\n");
    assert.ok(deployment.includes("outputs['Exalate.initiate.invitationCode']"), deployment);
  });

  it("prints no stage expression in a classic release", async () => {
    const log = (await publish(made, { variables: { "System.HostType": "release" } })).events.join("\n");
    assert.ok(!log.includes("stageDependencies") && log.includes("storeIn: release"), log);
  });

  it("prints a placeholder for the name that the step does not have", async () => {
    const names = { "System.StageName": "Invite", "System.PhaseName": "Initiate" };
    const variables = { ...names, "System.TaskInstanceName": "Two words" };
    const log = (await publish(made, { variables })).events.join("\n");
    assert.ok(log.includes("$[ stageDependencies.Invite.Initiate.outputs['<step>.invitationCode'] ]"), log);
  });

  it("names only the variable of the job where there is no pipeline", async () => {
    const log = (await publish(made, {})).events.join("\n");
    assert.ok(log.includes("is published as the secret variable $(ExalateInvitationCode) of this job."), log);
    assert.ok(!log.includes("ependencies"), log);
  });

  it("encodes a code with line breaks as one line, and says so", async () => {
    const agent = await publish({ ...made, invitationCode: new Secret("first\r\nsecond") });
    const value = agent.secretVariables.get("ExalateInvitationCode")?.reveal();
    assert.equal(value, `base64:${Buffer.from("first\r\nsecond").toString("base64")}`);
    assert.ok(agent.registered.includes(value ?? ""));
    assert.ok(agent.events.some((event) => event.includes("contains line breaks")));
  });

  it("encodes a code in which the agent would expand a variable, and says so", async () => {
    const agent = await publish({ ...made, invitationCode: new Secret("code $(System.AccessToken) end") });
    const value = agent.secretVariables.get("ExalateInvitationCode")?.reveal();
    assert.equal(value, `base64:${Buffer.from("code $(System.AccessToken) end").toString("base64")}`);
    assert.equal(agent.outputs.get("invitationCode")?.toString(), "***");
    assert.ok(agent.events.some((event) => event.includes("contains characters that a secret variable cannot hold")));
  });

  it("sets no code when there is none", async () => {
    const { invitationCode: _, ...active } = made;
    const agent = await publish({ ...active, outcome: "already active", status: "ACTIVE" });
    assert.deepEqual([...agent.outputs.keys()], ["connectionId", "connectionName", "connectionStatus"]);
    assert.equal(agent.secretVariables.size, 0);
    assert.match(agent.summaries.join(), /active already/);
  });

  it("fails when the code is too long for a variable", async () => {
    await failsWith("EXA306", () => publish({ ...made, invitationCode: new Secret("x".repeat(40_000)) }));
  });

  it("continues with a warning when the summary cannot be written", async () => {
    const agent = new FakeAgent();
    agent.addSummary = () => {
      throw new RangeError("disk full, the-code");
    };
    await publishInitiated(agent, sampleOptions, made, new URL("https://azurenode-1.exalate.cloud"));
    assert.deepEqual(agent.events.at(-1), "warning: The summary could not be written (RangeError).");
  });
});

describe("The summary for the approver", () => {
  it("shows the connection, both sides and the effect of accepting, but never the code", async () => {
    const variables = { "System.CollectionUri": "https://dev.azure.com/contoso/" };
    const [summary = ""] = (await publish(made, { variables }, { description: "first | line\n**second**" })).summaries;
    for (const part of [
      "waits to be accepted",
      "| Connection | `ado_to_jira` (id `7`) |",
      "azurenode-1.exalate.cloud",
      "https://jira.contoso.com",
      "| Mode | Script |",
      "Fabrikam",
      "PENDING",
      "> `first | line`  \n> `**second**`  \n",
      "<https://dev.azure.com/contoso/_settings/idalko-tools.exalate.adnode>",
      "**If you approve**",
      "**If you reject**, the steps behind the approval do not run",
      "| Project that receives items at `ado` | `Fabrikam` |",
    ]) {
      assert.ok(summary.includes(part), `${part} is missing in ${summary}`);
    }
    assert.ok(!summary.includes("the-code"));
  });

  it("shows for an existing connection only the values from the node", async () => {
    const existing = {
      connectionId: "7",
      connectionName: "ado_to_jira",
      status: "PENDING",
      destinationUrl: "https://listed.contoso.com",
    };
    const [summary = ""] = (
      await publish({ ...made, outcome: "reused", existing }, {}, { description: "for escalations" })
    ).summaries;
    assert.match(summary, /`https:\/\/listed\.contoso\.com`/);
    assert.ok(!/Script|Fabrikam|for escalations|`ado`/.test(summary), summary);
    const { destinationUrl: _, ...withoutDestination } = existing;
    assert.match((await publish({ ...made, existing: withoutDestination })).summaries.join(), /not shown by the node/);
    assert.match(
      (await publish({ ...made, existing: { ...withoutDestination, private: true } })).summaries.join(),
      /private instance/,
    );
  });

  it("hides a secret in an input, even when Markdown escapes its characters", async () => {
    const agent = new FakeAgent();
    agent.secrets.register("Pa_ss-w0rd|long+x");
    const secret = "Pa_ss-w0rd|long+x";
    await publishInitiated(
      agent,
      { ...sampleOptions, request: { ...request, description: `see ${secret}`, localShortName: secret } },
      made,
      new URL("https://azurenode-1.exalate.cloud"),
    );
    assert.ok(!/ss.{0,2}-w0rd/.test(agent.summaries.join()), agent.summaries.join());
  });

  it("shows the node's destination without user information, query and fragment", async () => {
    const existing = { connectionId: "7", connectionName: "ado_to_jira", status: "PENDING" };
    for (const destinationUrl of ["https://u53r:pa55@listed.contoso.com/x?t=qu3ry#fr4g", "https://u53r:pa55@h:99999"]) {
      const [summary = ""] = (
        await publish({
          ...made,
          outcome: "reused",
          existing: { ...existing, destinationUrl },
        })
      ).summaries;
      assert.ok(!/u53r|pa55|qu3ry|fr4g/.test(summary), summary);
      assert.match(summary, /`https:\/\/listed\.contoso\.com\/x`|an address that cannot be read/);
    }
  });

  it("links to the node's own console when it is not an Azure DevOps node, and shows a private destination", async () => {
    const agent = new FakeAgent();
    await publishInitiated(
      agent,
      { ...privateOptions, request: { ...privateOptions.request, mode: "basic" } },
      made,
      new URL("https://snownode-1.exalate.cloud"),
    );
    const [summary = ""] = agent.summaries;
    assert.ok(summary.includes("| Exalate console of `ado` | <https://snownode-1.exalate.cloud/> |"), summary);
    assert.ok(summary.includes("a private instance without a URL"), summary);
    assert.ok(summary.includes("| Mode | Basic |"), summary);
  });

  it("shows names unchanged, whatever they contain", async () => {
    const [summary = ""] = (await publish({ ...made, connectionName: "a|b <img src=x> ``c` [d](e) ##vso[x]" }))
      .summaries;
    assert.ok(summary.includes("| Connection | ```a\\|b <img src=x> ``c` [d](e) #_#vso[x]``` (id `7`) |"), summary);
  });
});
