import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import { Authority, type Certificate, hasOpenssl } from "../../tools/certificate-authority.ts";
import type { AgentSettings } from "../../tools/local-agent/agent.ts";
import { closedPort } from "../support/closed-port.ts";
import { type BuiltRun, handlers, issuesOf, keyPassphrase, proxyPassword, SecureNode } from "./built-run.ts";
import { LoopbackProxy, type ProxyRules } from "./loopback-proxy.ts";
import { TlsFront } from "./tls-front.ts";

const user = { name: "agent@contoso", password: proxyPassword };
const userPart = `${encodeURIComponent(user.name)}:${encodeURIComponent(user.password)}@`;

interface Setting {
  readonly proxy: LoopbackProxy;
  readonly node: SecureNode;
  readonly authority: Authority;
}

for (const handler of hasOpenssl ? handlers : []) {
  describe(`ExalateInitiate@1 with the network settings of an agent, on ${handler}`, () => {
    let contoso: Authority;
    let fabrikam: Authority;
    let certificate: Certificate;
    before(() => {
      contoso = new Authority("Contoso Test Authority");
      fabrikam = new Authority("Fabrikam Test Authority");
      certificate = contoso.issue("node");
    });
    after(() => {
      contoso.remove();
      fabrikam.remove();
    });

    const closing: { close(): Promise<void> }[] = [];
    afterEach(async () => {
      for (const one of closing.splice(0)) await one.close();
    });

    async function nodeWith(own: Certificate, clients?: Authority): Promise<SecureNode> {
      const node = await SecureNode.start(own, clients);
      closing.push(node);
      return node;
    }

    async function setUp(rules?: ProxyRules): Promise<Setting> {
      const proxy = await LoopbackProxy.start(rules);
      closing.push(proxy);
      return { proxy, node: await nodeWith(certificate), authority: contoso };
    }

    /** The settings of an agent with valid proxy credentials and the node's authority. */
    function proxied({ proxy, authority }: Setting, more: AgentSettings = {}): AgentSettings {
      const { name, password } = user;
      const ownProxy = { proxyUrl: proxy.url, proxyUsername: name, proxyPassword: password };
      return { ...ownProxy, caInfo: authority.caFile, ...more };
    }

    async function succeeds(node: SecureNode, run: Omit<BuiltRun, "handler">): Promise<string[]> {
      const step = await node.initiate({ handler, ...run });
      assert.equal(step.result, "Succeeded", step.log.join("\n"));
      assert.equal(node.node.connections().length, 1);
      assert.deepEqual(
        step.raw.filter(({ stream }) => stream === "stderr"),
        [],
      );
      return issuesOf(step, "warning");
    }

    async function fails(node: SecureNode, run: Omit<BuiltRun, "handler">, message: RegExp): Promise<void> {
      const step = await node.initiate({ handler, ...run });
      const [error = "", ...others] = issuesOf(step, "error");
      assert.match(error, message);
      assert.deepEqual(others, []);
      assert.equal(step.exitCode, 0);
      assert.equal(node.node.connections().length, 0);
    }

    function assertTunneled({ proxy, node }: Setting): void {
      const { name: username, password } = user;
      assert.ok(proxy.asked.length > 0);
      for (const asked of proxy.asked) assert.deepEqual(asked, { target: node.front.host, username, password });
    }

    describe("through the agent's proxy", () => {
      for (const debug of [false, true]) {
        it(`authenticates at the proxy and tunnels every request${debug ? ", in a debug run" : ""}`, async () => {
          const setting = await setUp({ user });
          assert.deepEqual(await succeeds(setting.node, { agent: proxied(setting), debug }), []);
          assertTunneled(setting);
        });
      }

      it("keeps tunnels open between requests", async () => {
        const setting = await setUp({ user });
        await succeeds(setting.node, { agent: proxied(setting) });
        assert.ok(setting.proxy.asked.length < setting.node.node.requests.length);
      });

      it("uses TLS with a proxy that requires it", async () => {
        const setting = await setUp({ user });
        const front = await TlsFront.start({ cert: certificate.cert, key: certificate.key }, setting.proxy.url);
        closing.push(front);
        await succeeds(setting.node, { agent: proxied(setting, { proxyUrl: front.url }) });
        assertTunneled(setting);
        const message = new RegExp(`^EXA406: The proxy ${front.host} .*UNABLE_TO_VERIFY_LEAF_SIGNATURE.*--sslcacert`);
        const { node } = await setUp();
        await fails(node, { agent: proxied(setting, { proxyUrl: front.url, caInfo: fabrikam.caFile }) }, message);
      });

      it("bypasses the proxy for an entry of the bypass list", async () => {
        const setting = await setUp({ user });
        const proxyBypassList = ["fabrikam", `^https://${setting.node.front.host.replace(".", "\\.")}$`];
        await succeeds(setting.node, { agent: proxied(setting, { proxyBypassList }) });
        assert.deepEqual(setting.proxy.asked, []);
      });

      it("warns once about an invalid entry of the bypass list, and uses the others", async () => {
        const setting = await setUp({ user });
        const agent = proxied(setting, { proxyBypassList: ["*.contoso.com", "fabrikam"] });
        const warnings = await succeeds(setting.node, { agent });
        assert.deepEqual(warnings, [
          'These entries of the agent\'s file .proxybypass are not regular expressions and are ignored: "*.contoso.com".',
        ]);
        assertTunneled(setting);
      });

      it("reports a missing or wrong password", async () => {
        const setting = await setUp({ user });
        const { proxyUrl = "", caInfo = "" } = proxied(setting);
        const { host } = setting.proxy;
        const [none, wrong] = [{ proxyUrl, caInfo }, proxied(setting, { proxyUsername: "somebody" })];
        await fails(
          setting.node,
          { agent: none },
          new RegExp(`^EXA406: The proxy ${host} .* asks for .*--proxyusername`),
        );
        await fails(
          setting.node,
          { agent: wrong, debug: true },
          new RegExp(`^EXA406: The proxy ${host} .* does not accept`),
        );
      });

      it("reports a refusal by the proxy", async () => {
        const setting = await setUp({ refusal: 403 });
        const message = new RegExp(
          `^EXA406: The proxy ${setting.proxy.host} refuses .*${setting.node.front.host} .*403.*proxybypass`,
        );
        await fails(setting.node, { agent: proxied(setting) }, message);
      });

      it("names the proxy, not the node, when the proxy is unreachable", async () => {
        const setting = await setUp();
        const host = `127.0.0.1:${closedPort}`;
        const message = new RegExp(`^EXA406: The proxy ${host} cannot be reached.*ECONNREFUSED.*--proxyurl`);
        await fails(setting.node, { agent: proxied(setting, { proxyUrl: `http://${host}` }) }, message);
      });

      it("names the proxy and the node when the proxy cannot reach the node", async () => {
        const setting = await setUp();
        const host = `localhost:${closedPort}`;
        const message = new RegExp(`^EXA402: The proxy ${setting.proxy.host} .*${host}.*host is up`);
        await fails(setting.node, { url: `https://${host}`, agent: proxied(setting) }, message);
        const other = await setUp({ refusal: 502 });
        await fails(
          other.node,
          { agent: proxied(other) },
          /^EXA402: The proxy .* cannot reach localhost:\d+ \(HTTP 502\)/,
        );
      });
    });

    describe("through the environment's proxy", () => {
      for (const name of ["HTTPS_PROXY", "https_proxy"]) {
        it(`uses ${name} with its user name and password`, async () => {
          const setting = await setUp({ user });
          const environment = { [name]: `http://${userPart}${setting.proxy.host}` };
          await succeeds(setting.node, { agent: { caInfo: contoso.caFile }, environment, debug: true });
          assertTunneled(setting);
        });
      }

      it("bypasses the proxy for an entry of NO_PROXY", async () => {
        const setting = await setUp({ user });
        const environment = { HTTPS_PROXY: setting.proxy.url, NO_PROXY: "*.contoso.com, localhost" };
        await succeeds(setting.node, { agent: { caInfo: contoso.caFile }, environment });
        assert.deepEqual(setting.proxy.asked, []);
      });

      it("prefers the agent's proxy", async () => {
        const setting = await setUp({ user });
        const environment = { HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "+" };
        await succeeds(setting.node, { agent: proxied(setting), environment });
        assertTunneled(setting);
      });

      it("names the variable that needs a password", async () => {
        const setting = await setUp({ user });
        const environment = { HTTPS_PROXY: setting.proxy.host };
        await fails(setting.node, { agent: { caInfo: contoso.caFile }, environment }, /^EXA406: .*HTTPS_PROXY/);
      });
    });

    describe("with certificates", () => {
      it("names the unknown authority and the settings to change", async () => {
        const message =
          /^EXA403: .*localhost:\d+ is not trusted.*"Contoso Test Authority".*--sslcacert.*NODE_EXTRA_CA_CERTS/;
        await fails(await nodeWith(certificate), {}, message);
        const setting = await setUp({ user });
        await fails(setting.node, { agent: proxied(setting, { caInfo: fabrikam.caFile }) }, message);
      });

      it("trusts the agent's authority in addition to those of NODE_EXTRA_CA_CERTS", async () => {
        const agent = { caInfo: contoso.caFile };
        const environment = { NODE_EXTRA_CA_CERTS: fabrikam.caFile };
        await succeeds(await nodeWith(certificate), { agent, environment });
        await succeeds(await nodeWith(fabrikam.issue("other node")), { agent, environment });
      });

      it("trusts the authorities of NODE_EXTRA_CA_CERTS without an agent setting", async () => {
        await succeeds(await nodeWith(certificate), { environment: { NODE_EXTRA_CA_CERTS: contoso.caFile } });
      });

      it("refuses the certificate of another host", async () => {
        const node = await nodeWith(contoso.issue("elsewhere", { host: "elsewhere.contoso.com" }));
        const message = /^EXA403: .*ERR_TLS_CERT_ALTNAME_INVALID.*host name/;
        await fails(node, { agent: { caInfo: contoso.caFile } }, message);
      });

      it("warns about a CA file that cannot be used", async () => {
        const garbage = contoso.write("garbage.pem", "no certificate at all");
        const files: [caInfo: string, warning: RegExp][] = [
          ["/nowhere/ca.pem", /\/nowhere\/ca\.pem \(Agent\.CAInfo\) cannot be read/],
          [garbage, /garbage\.pem \(Agent\.CAInfo\) contains no certificate/],
        ];
        for (const [caInfo, warning] of files) {
          const node = await nodeWith(certificate);
          const step = await node.initiate({ handler, agent: { caInfo } });
          assert.match(issuesOf(step, "warning").join(), warning);
          assert.match(issuesOf(step, "error").join(), /^EXA403/);
        }
      });

      it("accepts any certificate when the agent does, and warns in each run", async () => {
        for (const _ of [1, 2]) {
          const warnings = await succeeds(await nodeWith(certificate), { agent: { skipCertValidation: true } });
          assert.equal(warnings.length, 1);
          assert.match(
            warnings.join(),
            /accepts any TLS certificate.*can read.*the credential and the invitation code/,
          );
        }
      });

      const clientOf = (own: Certificate): AgentSettings => ({
        caInfo: contoso.caFile,
        clientCert: own.certFile,
        clientCertKey: own.keyFile,
        clientCertArchive: own.certFile,
        clientCertPassword: keyPassphrase,
      });

      it("sends the agent's client certificate, with a key that has a passphrase", async () => {
        const node = await nodeWith(certificate, fabrikam);
        const own = fabrikam.issue("agent 7", { passphrase: keyPassphrase });
        await succeeds(node, { agent: clientOf(own), debug: true });
        assert.deepEqual(new Set(node.front.clients), new Set(["agent 7"]));
      });

      it("reports a wrong passphrase of the key", async () => {
        const own = fabrikam.issue("agent 8", { passphrase: "another one" });
        const message = /^EXA403: The agent's client certificate cannot be used.*--sslclientcertpassword/;
        await fails(await nodeWith(certificate, fabrikam), { agent: clientOf(own) }, message);
      });

      it("reports that the node requires a client certificate", async () => {
        const message = /^EXA40[23]: .*localhost:\d+/;
        await fails(await nodeWith(certificate, fabrikam), { agent: { caInfo: contoso.caFile } }, message);
      });
    });
  });
}

if (!hasOpenssl) describe("ExalateInitiate@1 with the network settings of an agent", () => it.skip("needs openssl"));
