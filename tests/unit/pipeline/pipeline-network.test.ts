import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { AgentNetwork } from "../../../src/pipeline/agent.ts";
import { unconfirmedTrust } from "../../../src/pipeline/agent-configuration.ts";
import { networkFor, warnOfNetwork } from "../../../src/pipeline/network.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";

const node = new URL("https://azurenode-1.exalate.cloud/");

function networkWith(network: Partial<AgentNetwork>): unknown {
  return networkFor(new FakeAgent({ network }), node);
}

function withNames(open: readonly string[], secret: readonly string[] = []): Partial<AgentNetwork> {
  return { jobVariables: { open, secret } };
}

describe("A pipeline variable", () => {
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
    it(`named ${name} is refused with its name in the message`, async () => {
      const message = await failsWith("EXA407", () => networkWith(withNames(["Build.BuildId", name])));
      assert.ok(message.includes(`sets "${name}" as a variable`), message);
      assert.ok(!message.includes("Build.BuildId"), message);
    });
  }

  it("is refused in one message with all other refused variables", async () => {
    const message = await failsWith("EXA407", () => networkWith(withNames(["HTTPS_PROXY", "SSL_CERT_FILE"])));
    assert.match(message, /"HTTPS_PROXY", "SSL_CERT_FILE"/);
  });

  it("cannot write a logging command into the log with its name", async () => {
    const message = await failsWith("EXA407", () => networkWith(withNames(["##vso[task.setvariable]\nx", "NO.PROXY"])));
    assert.doesNotMatch(message, /##vso/);
    const odd = await failsWith("EXA407", () =>
      networkWith(withNames(["ENDPOINT_URL_##vso[x]\n_SYSTEMVSSCONNECTION"])),
    );
    assert.doesNotMatch(odd, /##vso\[|\n/);
  });

  for (const name of ["Agent.ProxyPassword", "Agent.ClientCertPassword", "Agent.SkipCertValidation"]) {
    it(`named ${name} is refused as a secret variable too`, async () => {
      await failsWith("EXA407", () => networkWith(withNames([], [name])));
    });
  }

  const accepted: [open: string[], secret: string[]][] = [
    [["agent.proxyurl", "agent.proxyusername", "agent.cainfo", "agent.skipcertvalidation"], ["agent.proxypassword"]],
    [["Proxy", "Endpoint.Url", "ENDPOINT_URL_X", "MY_HTTPS_PROXY", "Agent.HomeDirectory", ""], []],
    // The agent passes it as SECRET_HTTPS_PROXY, which nothing reads.
    [[], ["HTTPS_PROXY", "NODE_EXTRA_CA_CERTS"]],
  ];
  for (const [open, secret] of accepted) {
    it(`named one of ${[...open, ...secret].join(", ")} has no effect on the network`, () =>
      assert.deepEqual(networkWith(withNames(open, secret)), {}));
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
    it(`named NODE_OPTIONS is ${isAccepted ? "accepted" : "refused"} with the value "${nodeOptions}"`, async () => {
      const network = { ...withNames(["NODE_OPTIONS"]), nodeOptions };
      if (isAccepted) assert.deepEqual(networkWith(network), {});
      else assert.match(await failsWith("EXA407", () => networkWith(network)), /"NODE_OPTIONS"/);
      assert.deepEqual(networkWith({ nodeOptions }), {}, "the machine's own");
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

  it("do not disable the certificate check, and the log says so", () => {
    const off = environment({ NODE_TLS_REJECT_UNAUTHORIZED: "0" });
    assert.deepEqual(networkWith(off), {});
    assert.match(warningsOf(off).join(), /^warning: NODE_TLS_REJECT_UNAUTHORIZED=0 .* no effect/);
    assert.deepEqual(warningsOf(environment({ NODE_TLS_REJECT_UNAUTHORIZED: "1" })), []);
  });

  it("cannot make Node print requests, and the log says so", () => {
    assert.match(warningsOf(environment({ NODE_DEBUG: "http" })).join(), /^warning: NODE_DEBUG is set/);
    assert.deepEqual(warningsOf(environment({ NODE_DEBUG: "" })), []);
  });
});

describe("A trust setting in the job's variables", () => {
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

  it("is confirmed when the agent's own file has the same value", () => {
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

  it("is unconfirmed when that file is missing or unreadable", () => {
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

  it("is not checked when nothing is set or the named file does not exist", () => {
    const nothing = { caFile: undefined, clientCertificate: undefined, skipsCertificateValidation: false };
    const never = () => assert.fail("read");
    assert.deepEqual(unconfirmedTrust(nothing, names, never), []);
    assert.deepEqual(unconfirmedTrust({ ...nothing, caFile: { ...trust.caFile, text: undefined } }, names, never), []);
  });

  it("is confirmed when the job has no such variable", () => {
    assert.deepEqual(
      unconfirmedTrust(trust, ["Build.BuildId"], () => undefined),
      [],
    );
  });

  it("is refused by its name when it is unconfirmed", async () => {
    const message = await failsWith("EXA407", () => networkWith({ unconfirmedTrust: ["Agent.SkipCertValidation"] }));
    assert.match(message, /"Agent.SkipCertValidation".*\.certificates.*target: host/);
  });
});
