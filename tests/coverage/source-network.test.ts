import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { Authority, type Certificate, hasOpenssl } from "../../tools/certificate-authority.ts";
import { type ExalateNode, fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import type { AgentSettings, StepReport } from "../../tools/local-agent/agent.ts";
import { keyPassphrase, proxyPassword } from "../network/built-run.ts";
import { LoopbackProxy } from "../network/loopback-proxy.ts";
import { TlsFront } from "../network/tls-front.ts";
import { runSourceTask } from "./source-task.ts";

/** Repeats tests of the built task with the sources, so that their coverage can be measured. */
describe(`A task run from its sources, over TLS${hasOpenssl ? "" : " (skipped: there is no openssl)"}`, function () {
  if (!hasOpenssl) return void it.skip("all");
  this.timeout(30_000);
  let authority: Authority;
  let certificate: Certificate;
  let node: ExalateNode;
  let front: TlsFront;
  let proxy: LoopbackProxy;

  before(async () => {
    authority = new Authority("Contoso Test Authority");
    certificate = authority.issue("node");
    node = await startExalateNode();
    const { cert, key } = certificate;
    front = await TlsFront.start({ cert, key, requestCert: true, rejectUnauthorized: false }, node.url);
    proxy = await LoopbackProxy.start({ user: { name: "agent", password: proxyPassword } });
  });
  after(async () => {
    await Promise.all([front.close(), proxy.close()]);
    await node.close();
    authority.remove();
  });

  function runWithdraw(agent: AgentSettings): Promise<StepReport> {
    const endpoint = { url: front.url, scheme: "Token", parameters: { apitoken: fakeToken }, data: {} };
    return runSourceTask({ task: "ExalateWithdraw", inputs: { connectionName: "ado_to_jira" }, endpoint, agent });
  }

  it("trusts the agent's authority, sends the agent's certificate, and uses its proxy", async () => {
    const own = authority.issue("agent", { passphrase: keyPassphrase });
    const step = await runWithdraw({
      caInfo: authority.caFile,
      clientCert: own.certFile,
      clientCertKey: own.keyFile,
      clientCertArchive: own.keyFile,
      clientCertPassword: keyPassphrase,
      proxyUrl: proxy.url,
      proxyUsername: "agent",
      proxyPassword,
      proxyBypassList: ["fabrikam", "*"],
    });
    assert.equal(step.result, "Succeeded", step.log.join("\n"));
    assert.ok(proxy.asked.length > 0);
    assert.ok(front.clients.includes("agent"));
  });

  it("names the issuer of an untrusted certificate", async () => {
    const step = await runWithdraw({});
    assert.equal(step.result, "Failed");
    assert.match(step.log.join("\n"), /EXA403: .*Contoso Test Authority/);
  });

  it("reports a refusal by the proxy", async () => {
    const step = await runWithdraw({ proxyUrl: proxy.url, caInfo: authority.caFile });
    assert.match(step.log.join("\n"), /EXA406: /);
  });

  it("continues without an empty or missing CA file of the agent, with a warning", async () => {
    const step = await runWithdraw({ caInfo: authority.write("empty.pem", "nothing"), skipCertValidation: true });
    assert.equal(step.result, "Succeeded", step.log.join("\n"));
    const other = await runWithdraw({ caInfo: `${authority.caFile}.gone`, skipCertValidation: true });
    assert.match([...step.log, ...other.log].join("\n"), /contains no certificate.*cannot be read/s);
  });
});
