import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Secret } from "../../../src/core/secret.ts";
import type { AgentNetwork, ReadFile } from "../../../src/pipeline/agent.ts";
import { networkFor, warnOfNetwork } from "../../../src/pipeline/network.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";

const node = new URL("https://azurenode-1.exalate.cloud/");

/** The proxy for a URL, as `url user:password by source`. */
function proxyFor(network: Partial<AgentNetwork>, url = node): string | undefined {
  const { proxy } = networkFor(new FakeAgent({ network }), url);
  return proxy && `${proxy.url.href} ${proxy.credentials?.reveal() ?? "nobody"} by ${proxy.setBy}`;
}

function environment(variables: Record<string, string>): Partial<AgentNetwork> {
  return { environment: new Map(Object.entries(variables)) };
}

describe("The network of an agent without settings", () => {
  it("has no settings and no warnings", () => {
    assert.deepEqual(networkFor(new FakeAgent(), node), {});
    const agent = new FakeAgent();
    warnOfNetwork(agent);
    assert.deepEqual(agent.events, []);
  });
});

describe("The agent's proxy", () => {
  const proxyUrl = "http://proxy.contoso.com:8080";

  it("is used for every URL", () => {
    assert.equal(proxyFor({ proxyUrl }), "http://proxy.contoso.com:8080/ nobody by agent");
    assert.equal(
      proxyFor({ proxyUrl }, new URL("http://azuredevops.contoso.com/")),
      "http://proxy.contoso.com:8080/ nobody by agent",
    );
  });

  for (const host of ["127.0.0.1:1", "127.8.9.10", "localhost:9000", "[::1]:1"]) {
    it(`is never used for http to ${host}`, () => {
      const url = new URL(`http://${host}/`);
      assert.equal(proxyFor({ proxyUrl }, url), undefined);
      const variables = { HTTP_PROXY: proxyUrl, http_proxy: proxyUrl, HTTPS_PROXY: proxyUrl };
      assert.equal(proxyFor(environment(variables), url), undefined);
    });
  }

  it("gets the user name and the password, which are secrets in every form", () => {
    const agent = new FakeAgent({
      network: { proxyUrl, proxyUsername: "DOMAIN\\agent", proxyPassword: new Secret("p@ss:word") },
    });
    assert.equal(networkFor(agent, node).proxy?.credentials?.reveal(), "DOMAIN\\agent:p@ss:word");
    const sent = Buffer.from("DOMAIN\\agent:p@ss:word").toString("base64");
    assert.equal(agent.secrets.redact(`Basic ${sent}`), "Basic ***");
  });

  it("can have a user name and a password in its URL, which appear in no message", () => {
    const agent = new FakeAgent({ network: { proxyUrl: "http://us%65r:p%40ssword@proxy.contoso.com" } });
    const { proxy } = networkFor(agent, node);
    assert.equal(proxy?.url.href, "http://proxy.contoso.com/");
    assert.equal(proxy.credentials?.reveal(), "user:p@ssword");
    assert.deepEqual(agent.registered, ["p@ssword", "user:p@ssword"]);
  });

  const lists: [list: string, isBypassed: boolean][] = [
    ["", false],
    ['["fabrikam"]', false],
    ['["EXALATE\\\\.cloud"]', true],
    ['["^https://azurenode-1\\\\.exalate\\\\.cloud$"]', true],
    ['["^https://azurenode-1\\\\.exalate\\\\.cloud/$"]', true],
    ['["*", "("]', false],
    ['["*", "exalate"]', true],
    ["[null, 7]", false],
    ['{"a":1}', false],
    ["not json", false],
  ];
  for (const [proxyBypassList, isBypassed] of lists) {
    it(`is ${isBypassed ? "bypassed" : "used"} with ${proxyBypassList ? `the bypass list ${proxyBypassList}` : "an empty bypass list"}`, () =>
      assert.equal(proxyFor({ proxyUrl, proxyBypassList }) === undefined, isBypassed));
  }

  it("has priority over the environment's proxy, with only its own bypass list", () => {
    const network = { proxyUrl, ...environment({ HTTPS_PROXY: "http://other:1", NO_PROXY: "*" }) };
    assert.equal(proxyFor(network), "http://proxy.contoso.com:8080/ nobody by agent");
    assert.equal(proxyFor({ ...network, proxyBypassList: '["."]' }), undefined);
  });

  for (const unusable of ["socks5://user:pass-word@proxy:1080", "http://user:pass-word@", "http://proxy:port"]) {
    it(`is an error when it is ${unusable}, and is not quoted`, async () => {
      const message = await failsWith("EXA103", () => proxyFor({ proxyUrl: unusable }));
      assert.match(message, /--proxyurl/);
      assert.doesNotMatch(message, /pass-word/);
    });
  }
});

describe("The environment's proxy", () => {
  const http = new URL("http://azuredevops.contoso.com:9000/");
  const cases: [variables: Record<string, string>, url: URL, expected: string | undefined][] = [
    [{ HTTPS_PROXY: "http://a:1" }, node, "http://a:1/ nobody by HTTPS_PROXY"],
    [{ HTTPS_PROXY: "a:1" }, node, "http://a:1/ nobody by HTTPS_PROXY"],
    [{ HTTPS_PROXY: "https://u:p@a" }, node, "https://a/ u:p by HTTPS_PROXY"],
    [{ HTTPS_PROXY: "http://u:%zz@a:1" }, node, "http://a:1/ u:%zz by HTTPS_PROXY"],
    [{ https_proxy: "http://b:2", HTTPS_PROXY: "http://a:1" }, node, "http://b:2/ nobody by HTTPS_PROXY"],
    [{ https_proxy: "", HTTPS_PROXY: "http://a:1" }, node, "http://a:1/ nobody by HTTPS_PROXY"],
    [{ HTTP_PROXY: "http://a:1" }, node, undefined],
    [{ HTTP_PROXY: "http://a:1" }, http, "http://a:1/ nobody by HTTP_PROXY"],
    [{ http_proxy: "http://a:1" }, http, "http://a:1/ nobody by HTTP_PROXY"],
    [{ HTTPS_PROXY: "http://a:1" }, http, undefined],
    [{ HTTPS_PROXY: "http://a:1", no_proxy: "exalate.cloud" }, node, undefined],
  ];
  for (const [variables, url, expected] of cases) {
    it(`is ${expected} for ${url.protocol} with ${JSON.stringify(variables)}`, () =>
      assert.equal(proxyFor(environment(variables), url), expected));
  }

  it("is an error that names its variable when it is unusable", async () => {
    assert.match(await failsWith("EXA103", () => proxyFor(environment({ https_proxy: "ftp://x" }))), /HTTPS_PROXY/);
  });

  const exemptions: [noProxy: string, url: string, isExempt: boolean][] = [
    ["*", "https://a.contoso.com", true],
    ["contoso.com", "https://a.contoso.com", true],
    [".contoso.com", "https://a.contoso.com", true],
    ["*.contoso.com", "https://a.contoso.com", true],
    ["A.CONTOSO.COM", "https://a.contoso.com", true],
    ["contoso.com", "https://notcontoso.com", false],
    ["a.contoso.com", "https://contoso.com", false],
    ["fabrikam.com, a.contoso.com", "https://a.contoso.com", true],
    ["fabrikam.com a.contoso.com", "https://a.contoso.com", true],
    ["a.contoso.com:443", "https://a.contoso.com", true],
    ["a.contoso.com:8443", "https://a.contoso.com", false],
    ["a.contoso.com:8443", "https://a.contoso.com:8443", true],
    ["::1", "https://[::1]:8443", true],
    ["[::1]:8443", "https://[::1]:8443", true],
    ["[::1]", "https://[::2]", false],
    ["127.0.0.1", "https://127.0.0.1", true],
    ["+,(,:,", "https://a.contoso.com", false],
    ["", "https://a.contoso.com", false],
  ];
  for (const [noProxy, url, isExempt] of exemptions) {
    it(`is ${isExempt ? "not used" : "used"} for ${url} with NO_PROXY "${noProxy}"`, () => {
      const variables = environment({ HTTPS_PROXY: "http://a:1", NO_PROXY: noProxy });
      assert.equal(proxyFor(variables, new URL(url)) === undefined, isExempt);
    });
  }
});

describe("The agent's certificates", () => {
  const file = (setting: string, text?: string): ReadFile => ({ setting, path: `/agent/${setting}`, text });

  it("are used for the connections", () => {
    const passphrase = new Secret("opens it");
    const network: Partial<AgentNetwork> = {
      caFile: file("Agent.CAInfo", "CA"),
      clientCertificate: { certificate: file("a", "CERT"), key: file("b", "KEY"), passphrase },
      skipsCertificateValidation: true,
    };
    assert.deepEqual(networkFor(new FakeAgent({ network }), node), {
      authorities: "CA",
      clientCertificate: { certificate: "CERT", key: "KEY", passphrase },
      skipsValidation: true,
    });
  });

  it("are left out with one warning for each file that cannot be read", () => {
    const network: Partial<AgentNetwork> = {
      caFile: file("Agent.CAInfo"),
      clientCertificate: {
        certificate: file("Agent.ClientCert", "CERT"),
        key: file("Agent.ClientCertKey"),
        passphrase: undefined,
      },
    };
    const agent = new FakeAgent({ network });
    assert.deepEqual(networkFor(agent, node), {});
    warnOfNetwork(agent);
    assert.deepEqual(agent.events, [
      "warning: The agent's file /agent/Agent.CAInfo (Agent.CAInfo) cannot be read and is not used.",
      "warning: The agent's file /agent/Agent.ClientCertKey (Agent.ClientCertKey) cannot be read and is not used.",
    ]);
  });
});
