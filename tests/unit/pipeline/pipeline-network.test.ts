import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { AgentNetwork } from "../../../src/pipeline/agent.ts";
import { unconfirmedTrust } from "../../../src/pipeline/agent-configuration.ts";
import { networkFor, warnOfNetwork } from "../../../src/pipeline/network.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";

const node = new URL("https://azurenode-1.exalate.cloud/");

function settle(network: Partial<AgentNetwork>): unknown {
  return networkFor(new FakeAgent({ network }), node);
}

function withNames(open: readonly string[], secret: readonly string[] = []): Partial<AgentNetwork> {
  return { jobVariables: { open, secret } };
}

describe("A variable of the pipeline", () => {
  const refused = [
    "HTTPS_PROXY",
    "https_proxy",
    "https.proxy",
    "Https Proxy",
    "HTTP_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "NODE_USE_ENV_PROXY",
    "NODE_EXTRA_CA_CERTS",
    "Node.Extra.CA.Certs",
    "NODE_TLS_REJECT_UNAUTHORIZED",
    "NODE_USE_SYSTEM_CA",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "OPENSSL_CONF",
    "OPENSSL_MODULES",
    "OPENSSL_ENGINES",
    "SECRET_AGENT_PROXYPASSWORD",
    "secret.agent.clientCertPassword",
    "Agent.ProxyUrl",
    "agent_proxyurl",
    "AGENT PROXYUSERNAME",
    "Agent.ProxyPassword",
    "Agent.ProxyBypassList",
    "Agent.CAInfo",
    "Agent.ClientCert",
    "Agent.ClientCertKey",
    "Agent.ClientCertArchive",
    "Agent.ClientCertPassword",
    "Agent.SkipCertValidation",
    "ENDPOINT_URL_c0ffee00-1111-4222-8333-444455556666",
    "endpoint.auth.parameter.C0FFEE00-1111-4222-8333-444455556666_APITOKEN",
    "ENDPOINT_URL_SystemVssConnection",
  ];
  for (const name of refused) {
    it(`called ${name} is refused, by its name`, async () => {
      const message = await failsWith("EXA407", () => settle(withNames(["Build.BuildId", name])));
      assert.ok(message.includes(`sets "${name}" as a variable`), message);
      assert.ok(!message.includes("Build.BuildId"), message);
    });
  }

  it("is named with all others", async () => {
    const message = await failsWith("EXA407", () => settle(withNames(["HTTPS_PROXY", "SSL_CERT_FILE"])));
    assert.match(message, /"HTTPS_PROXY", "SSL_CERT_FILE"/);
  });

  it("cannot bring a command into the log by its name", async () => {
    const message = await failsWith("EXA407", () => settle(withNames(["##vso[task.setvariable]\nx", "NO.PROXY"])));
    assert.doesNotMatch(message, /##vso/);
    const odd = await failsWith("EXA407", () => settle(withNames(["ENDPOINT_URL_##vso[x]\n_SYSTEMVSSCONNECTION"])));
    assert.doesNotMatch(odd, /##vso\[|\n/);
  });

  for (const name of ["Agent.ProxyPassword", "Agent.ClientCertPassword", "Agent.SkipCertValidation"]) {
    it(`called ${name} is refused as a secret one too`, async () => {
      await failsWith("EXA407", () => settle(withNames([], [name])));
    });
  }

  const accepted: [open: string[], secret: string[]][] = [
    [["agent.proxyurl", "agent.proxyusername", "agent.cainfo", "agent.skipcertvalidation"], ["agent.proxypassword"]],
    [["Proxy", "Endpoint.Url", "ENDPOINT_URL_X", "MY_HTTPS_PROXY", "Agent.HomeDirectory", ""], []],
    // It comes as SECRET_HTTPS_PROXY, which nothing reads.
    [[], ["HTTPS_PROXY", "NODE_EXTRA_CA_CERTS"]],
  ];
  for (const [open, secret] of accepted) {
    it(`called one of ${[...open, ...secret].join(", ")} is none of that`, () =>
      assert.deepEqual(settle(withNames(open, secret)), {}));
  }

  const options: [value: string, isAccepted: boolean][] = [
    ["", true],
    ["--max-old-space-size=4096", true],
    ["--max_old_space_size 8192  --no-warnings", true],
    ["--openssl-legacy-provider", true],
    ["--require ./hook.js", false],
    ["--max-old-space-size=1 -r ./hook.js", false],
    ["--import=data:text/javascript,1", false],
    ["--use-openssl-ca", false],
    ["--use-system-ca", false],
    ["--tls-keylog=keys.log", false],
    ["--inspect", false],
    ["--no-warnings=x --trace-tls", false],
    ["hook.js", false],
  ];
  for (const [nodeOptions, isAccepted] of options) {
    it(`called NODE_OPTIONS is ${isAccepted ? "accepted" : "refused"} as "${nodeOptions}"`, async () => {
      const network = { ...withNames(["NODE_OPTIONS"]), nodeOptions };
      if (isAccepted) assert.deepEqual(settle(network), {});
      else assert.match(await failsWith("EXA407", () => settle(network)), /"NODE_OPTIONS"/);
      assert.deepEqual(settle({ nodeOptions }), {}, "the machine's own");
    });
  }
});

describe("The machine's own variables", () => {
  const environment = (variables: Record<string, string>) => ({ environment: new Map(Object.entries(variables)) });
  const warningsOf = (network: Partial<AgentNetwork>) => {
    const agent = new FakeAgent({ network });
    warnOfNetwork(agent);
    return agent.events;
  };

  it("do not turn the check of certificates off, and the log says so", () => {
    const off = environment({ NODE_TLS_REJECT_UNAUTHORIZED: "0" });
    assert.deepEqual(settle(off), {});
    assert.match(warningsOf(off).join(), /^warning: NODE_TLS_REJECT_UNAUTHORIZED=0 .* no effect/);
    assert.deepEqual(warningsOf(environment({ NODE_TLS_REJECT_UNAUTHORIZED: "1" })), []);
  });

  it("do not make Node print requests, and the log says so", () => {
    assert.match(warningsOf(environment({ NODE_DEBUG: "http" })).join(), /^warning: NODE_DEBUG is set/);
    assert.deepEqual(warningsOf(environment({ NODE_DEBUG: "" })), []);
  });
});

describe("What is said of trust", () => {
  const file = (setting: string, path: string, text: string | undefined = "PEM") => ({ setting, path, text });
  const trust = {
    caFile: file("Agent.CAInfo", "/ca.pem"),
    clientCertificate: {
      certificate: file("Agent.ClientCert", "/c.pem"),
      key: file("Agent.ClientCertKey", "/k.pem"),
      passphrase: undefined,
    },
    skipsCertificateValidation: true,
  };
  const all = ["Agent.SkipCertValidation", "Agent.CAInfo", "Agent.ClientCert", "Agent.ClientCertKey"];
  const names = ["Build.BuildId", ...all.map((name) => name.toLowerCase())];
  const configured = (settings: unknown) => unconfirmedTrust(trust, names, () => `\uFEFF${JSON.stringify(settings)}`);

  it("is the agent's word where its own file says the same", () => {
    const own = {
      caCert: "/ca.pem",
      clientCert: "/c.pem",
      clientCertPrivatekey: "/k.pem",
      skipServerCertValidation: true,
    };
    assert.deepEqual(configured(own), []);
    assert.deepEqual(configured({ ...own, caCert: "/other.pem" }), ["Agent.CAInfo"]);
    assert.deepEqual(configured({ ...own, skipServerCertValidation: false }), ["Agent.SkipCertValidation"]);
    assert.deepEqual(configured({ ...own, clientCert: undefined }), ["Agent.ClientCert"]);
  });

  it("is nobody's word without such a file, or with one that cannot be read", () => {
    assert.deepEqual(
      unconfirmedTrust(trust, names, () => undefined),
      all,
    );
    assert.deepEqual(configured(null), all);
    assert.deepEqual(
      unconfirmedTrust(trust, names, () => "{"),
      all,
    );
  });

  it("is not asked for where nothing is set, or the file that is named is not there", () => {
    const nothing = { caFile: undefined, clientCertificate: undefined, skipsCertificateValidation: false };
    const never = () => assert.fail("asked");
    assert.deepEqual(unconfirmedTrust(nothing, names, never), []);
    assert.deepEqual(unconfirmedTrust({ ...nothing, caFile: { ...trust.caFile, text: undefined } }, names, never), []);
  });

  it("is the machine's word where the job has no such variable", () => {
    assert.deepEqual(
      unconfirmedTrust(trust, ["Build.BuildId"], () => undefined),
      [],
    );
  });

  it("is refused by name otherwise", async () => {
    const message = await failsWith("EXA407", () => settle({ unconfirmedTrust: ["Agent.SkipCertValidation"] }));
    assert.match(message, /"Agent.SkipCertValidation".*\.certificates.*target: host/);
  });
});
