import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import {
  type AzureDevOpsServer,
  fakeJobToken,
  startAzureDevOpsServer,
} from "../../tools/azure-devops-server/server.ts";
import { Authority, hasOpenssl } from "../../tools/certificate-authority.ts";
import { closedPort } from "../support/closed-port.ts";
import { handlers, issuesOf, proxyPassword, SecureNode } from "./built-run.ts";
import { LoopbackProxy } from "./loopback-proxy.ts";
import { TlsFront } from "./tls-front.ts";

const user = { name: "agent", password: proxyPassword };

for (const handler of hasOpenssl ? handlers : []) {
  describe(`Storing the code with the network settings of an agent, on ${handler}`, () => {
    let authority: Authority;
    let node: SecureNode;
    let azureDevOps: AzureDevOpsServer;
    let front: TlsFront;
    let proxy: LoopbackProxy;

    before(async () => {
      authority = new Authority("Contoso Test Authority");
      const certificate = authority.issue("both");
      node = await SecureNode.start(certificate);
      azureDevOps = await startAzureDevOpsServer();
      front = await TlsFront.start(certificate, azureDevOps.collectionUrl);
      proxy = await LoopbackProxy.start({ user });
    });
    after(async () => {
      await proxy.close();
      await front.close();
      await azureDevOps.close();
      await node.close();
      authority.remove();
    });

    function run(group: string, proxyBypassList: readonly string[] = [], collectionUrl = `${front.url}/contoso/`) {
      const { name, password } = user;
      const proxied = { proxyUrl: proxy.url, proxyUsername: name, proxyPassword: password, proxyBypassList };
      return node.initiate({
        handler,
        agent: { ...proxied, caInfo: authority.caFile },
        inputs: { connectionName: group, storeIn: "variableGroup", variableGroup: group },
        variables: [
          { name: "System.TeamProject", value: "Fabrikam" },
          { name: "System.CollectionUri", value: collectionUrl },
          { name: "System.AccessToken", value: fakeJobToken, isSecret: true },
        ],
      });
    }

    it("uses the proxy and trusts the agent's authority", async () => {
      const id = azureDevOps.addVariableGroup({ name: "codes", variables: {} });
      const step = await run("codes");
      assert.equal(step.result, "Succeeded", step.log.join("\n"));
      assert.ok(proxy.asked.some(({ target }) => target === front.host));
      assert.equal(azureDevOps.group(id).variables.ExalateInvitationCode?.isSecret, true);
    });

    it("bypasses the proxy when the bypass list names Azure DevOps", async () => {
      azureDevOps.addVariableGroup({ name: "more codes", variables: {} });
      proxy.asked.length = 0;
      const step = await run("more codes", [`${front.host}$`, `${front.host}/`]);
      assert.equal(step.result, "Succeeded", step.log.join("\n"));
      assert.deepEqual(new Set(proxy.asked.map(({ target }) => target)), new Set([node.front.host]));
    });

    it("reports a missing group across the two bundles", async () => {
      assert.match(issuesOf(await run("no such group"), "error").join(), /^EXA602: .*"no such group"/);
    });

    it("reports the network failure and that the code is not lost", async () => {
      const step = await run("codes", [], `https://localhost:${closedPort}/contoso/`);
      assert.match(issuesOf(step, "error").join(), /^EXA611: .*PROXY_.*proxy settings.*stays pending/);
    });
  });
}

if (!hasOpenssl) describe("Storing the code with the network settings of an agent", () => it.skip("needs openssl"));
