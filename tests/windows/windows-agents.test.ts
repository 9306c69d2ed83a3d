import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, describe, it } from "mocha";
import { fakeJobToken, startAzureDevOpsServer } from "../../tools/azure-devops-server/server.ts";
import { Authority, hasOpenssl } from "../../tools/certificate-authority.ts";
import type { StepReport } from "../../tools/local-agent/agent.ts";
import { type BuiltRun, issuesOf, proxyPassword, SecureNode } from "../network/built-run.ts";
import { LoopbackProxy } from "../network/loopback-proxy.ts";
import { assertRawOutputClean } from "../support/secret-scan.ts";
import { acceptScenarios } from "../tasks/exalate-accept/scenarios.ts";
import { initiateScenarios } from "../tasks/exalate-initiate/scenarios.ts";
import { statusScenarios } from "../tasks/exalate-status/scenarios.ts";
import { withdrawScenarios } from "../tasks/exalate-withdraw/scenarios.ts";
import {
  assertNoSecretShown,
  assertResult,
  runScenario,
  type Scenario,
  type ScenarioRun,
  snapshotFile,
  type TaskScenarios,
} from "../tasks/scenario.ts";
import { transcriptOf } from "../tasks/transcript.ts";
import { WindowsMachine } from "./machine.ts";
import { whyNoWindowsNode, windowsNode } from "./windows-node.ts";
import { whyNoWine } from "./wine.ts";

/** The typical scenarios of each task, those that depend on the operating system, and failures. */
const chosen: [of: TaskScenarios, names: string[]][] = [
  [
    initiateScenarios,
    [
      "public",
      "private",
      "every-input",
      "code-with-line-breaks",
      "sign-in-with-signs",
      "sign-in-with-user-and-password",
      "reuse-pending",
      "reuse-active",
      "replace-pending",
      "lost-answer",
      "renamed-api",
      "refused-project",
      "refused-connection-refused",
      "refused-overrides-misfit",
      "refused-with-a-command",
      "encrypted-for-several-keys-only",
      "encrypted-in-a-release",
    ],
  ],
  [
    acceptScenarios,
    ["accepted", "accepted-with-line-breaks", "accepted-before", "invalid-code", "encrypted-for-a-key"],
  ],
  [statusScenarios, ["active", "turns-active", "still-pending", "absent"]],
  [withdrawScenarios, ["pending", "not-there", "active"]],
];

const title = "The tasks on a Windows agent";
const reason = whyNoWine() ?? whyNoWindowsNode();

if (reason !== undefined) describe.skip(`${title} (skipped: ${reason})`, () => it("behave as on Linux", () => {}));
else describe(title, onWindows);

function onWindows(): void {
  let windows: WindowsMachine;
  before(() => {
    windows = new WindowsMachine(windowsNode());
  });
  after(() => windows?.close());

  const runOnWindows = (of: TaskScenarios, scenario: Scenario, check: (run: ScenarioRun) => void, debug = false) =>
    runScenario(of, scenario, { handler: "Node20_1", node: windows.binaries, debug }, (run) => {
      assertNoSecretShown(run);
      assertRawOutputClean(windows.lastOutput(), run.secrets);
      check(run);
    });

  for (const [of, names] of chosen) {
    describe(`${of.task}@1 matches its snapshot`, () => {
      for (const name of names) {
        const scenario = scenarioOf(of, name);
        it(`in the scenario ${name}`, () =>
          runOnWindows(of, scenario, (run) => {
            assertResult(scenario, run);
            assert.equal(transcript(run), readFileSync(snapshotFile(of, scenario), "utf8"));
          }));
      }
    });
  }

  describe("with System.Debug", () => {
    for (const [of, [name = ""]] of chosen) {
      it(`${of.task}@1 prints the same as on Linux`, async () => {
        const scenario = scenarioOf(of, name);
        let here: string[] = [];
        await runScenario(of, scenario, { handler: "Node20_1", debug: true }, (run) => {
          here = rawLines(run);
        });
        await runOnWindows(of, scenario, (run) => assert.deepEqual(rawLines(run), here), true);
      });
    }
  });

  it("uploads the summary with its Windows path", () =>
    runOnWindows(initiateScenarios, scenarioOf(initiateScenarios, "public"), ({ report: { step } }) => {
      const uploads = windows.lastOutput().filter((line) => line.startsWith("##vso[task.uploadsummary]"));
      assert.equal(uploads.length, 1);
      assert.match(uploads.join(), /\]Z:\\[^/]+\\_temp\\exalate-\w{6}\\Exalate connection ado_to_jira\.md$/);
      assert.match(
        step.summaries.map(({ content }) => content).join(),
        /^### A new Exalate connection waits to be accepted/,
      );
    }));

  const network = "with the network settings of an agent";
  if (hasOpenssl) describe(network, () => testNetworkSettings(() => windows));
  else describe(network, () => it.skip("needs openssl"));
}

function scenarioOf(of: TaskScenarios, name: string): Scenario {
  const scenario = of.scenarios.find((each) => each.name === name);
  assert.ok(scenario, `${of.task} has no scenario ${name}`);
  return scenario;
}

function transcript({ report, nodes, secrets }: ScenarioRun): string {
  return transcriptOf(report, nodes, secrets);
}

/** Windows lists environment variables, and therefore the task library lists its inputs, in another order. */
function rawLines(run: ScenarioRun): string[] {
  const [raw = ""] = transcript(run).split("\n== Log\n");
  const lines = raw.split("\n");
  const isLoading = (line: string) => line.startsWith("##vso[task.debug]loading ");
  return [...lines.filter(isLoading).sort(), ...lines.filter((line) => !isLoading(line))];
}

function testNetworkSettings(windows: () => WindowsMachine): void {
  const user = { name: "agent@contoso", password: proxyPassword };
  let contoso: Authority;
  let fabrikam: Authority;
  before(() => {
    contoso = new Authority("Contoso Test Authority");
    fabrikam = new Authority("Fabrikam Test Authority");
  });
  after(() => {
    contoso.remove();
    fabrikam.remove();
  });

  let node: SecureNode;
  let proxy: LoopbackProxy;
  before(async () => {
    node = await SecureNode.start(contoso.issue("node"));
    proxy = await LoopbackProxy.start({ user });
  });
  afterEach(() => {
    proxy.asked.length = 0;
  });
  after(async () => {
    await proxy.close();
    await node.close();
  });

  const initiate = (run: Omit<BuiltRun, "handler" | "node">) =>
    node.initiate({ handler: "Node20_1", node: windows().binaries, ...run });
  const proxied = () => ({ proxyUrl: proxy.url, proxyUsername: user.name, proxyPassword: user.password });

  function assertSucceeded(step: StepReport): void {
    assert.equal(step.result, "Succeeded", step.log.join("\n"));
    assert.deepEqual(issuesOf(step, "warning"), []);
  }

  it("reads the agent's CA file from its Windows path", async () => {
    assertSucceeded(await initiate({ agent: { caInfo: contoso.caFile }, debug: true }));
    const path = `Z:${contoso.caFile.replaceAll("/", "\\")}`;
    assert.ok(windows().lastOutput().includes(`##vso[task.debug]Agent.CAInfo=${path}`));
    assert.deepEqual(proxy.asked, []);
  });

  it("names an unknown authority", async () => {
    const step = await initiate({ agent: { caInfo: fabrikam.caFile } });
    assert.match(issuesOf(step, "error").join(), /^EXA403: .*is not trusted.*"Contoso Test Authority".*--sslcacert/);
  });

  it("warns about a missing CA file with its Windows path", async () => {
    const step = await initiate({ agent: { caInfo: `${contoso.caFile}.old` } });
    assert.match(issuesOf(step, "error").join(), /^EXA403/);
    const shown = windows()
      .lastOutput()
      .filter((line) => line.includes("cannot be read"));
    assert.match(shown.join(), /^##vso\[task\.issue type=warning;[^\]]*\].*Z:\\[^/]+\\ca\.pem\.old \(Agent\.CAInfo\)/);
  });

  it("trusts the authorities of NODE_EXTRA_CA_CERTS", async () => {
    assertSucceeded(await initiate({ environment: { NODE_EXTRA_CA_CERTS: contoso.caFile } }));
  });

  for (const debug of [false, true]) {
    it(`authenticates at the agent's proxy${debug ? ", in a debug run" : ""}`, async () => {
      assertSucceeded(await initiate({ agent: { caInfo: contoso.caFile, ...proxied() }, debug }));
      const tunnel = { target: node.front.host, username: user.name, password: user.password };
      assert.ok(proxy.asked.length > 0);
      for (const asked of proxy.asked) assert.deepEqual(asked, tunnel);
    });
  }

  it("stores the code in a variable group, and reads the node's description with Exalate.Doctor", async () => {
    const azureDevOps = await startAzureDevOpsServer();
    const id = azureDevOps.addVariableGroup({ name: "codes", variables: {} });
    const variables = [
      { name: "System.TeamProject", value: "Fabrikam" },
      { name: "System.CollectionUri", value: azureDevOps.collectionUrl },
      { name: "System.AccessToken", value: fakeJobToken, isSecret: true },
      { name: "Exalate.Doctor", value: "true" },
    ];
    const inputs = { storeIn: "variableGroup", variableGroup: "codes" };
    const step = await initiate({ agent: { caInfo: contoso.caFile }, inputs, variables });
    const [code] = node.node.connections().map(({ invitationCode }) => invitationCode);
    const stored = azureDevOps.group(id).variables.ExalateInvitationCode;
    await azureDevOps.close();
    assertSucceeded(step);
    assert.deepEqual(stored, { isSecret: true, value: code });
    assert.ok(step.log.includes("##[group]Exalate doctor: the node's API beside the profile"));
  });

  it("reports that the proxy does not accept the user", async () => {
    const agent = { caInfo: contoso.caFile, ...proxied(), proxyUsername: "somebody" };
    const message = new RegExp(`^EXA406: The proxy ${proxy.host} .* does not accept`);
    assert.match(issuesOf(await initiate({ agent }), "error").join(), message);
  });
}
