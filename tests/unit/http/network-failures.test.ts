import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { FailureCode } from "../../../src/core/failures.ts";
import { Secret } from "../../../src/core/secret.ts";
import { networkFailure } from "../../../src/http/network-failures.ts";
import type { NetworkSettings, ProxySettings } from "../../../src/http/network-settings.ts";

const url = new URL("https://azurenode-1.exalate.cloud/rest/issuehub/4.0/connections");
const proxyUrl = new URL("http://proxy.contoso.com:8080");
const agentProxy: ProxySettings = { url: proxyUrl, setBy: "agent" };
const environmentProxy: ProxySettings = { url: proxyUrl, setBy: "HTTPS_PROXY", credentials: new Secret("u:pass-word") };

function messageOf(code: string, network: NetworkSettings = {}, issuer?: string): string {
  return networkFailure(Object.assign(new Error("any text"), { code }), url, 30_000, { network, issuer }).message;
}

/** The failure for a network error, and the words that its message must contain. */
const direct: [error: string, code: FailureCode, words: RegExp][] = [
  ["ENOTFOUND", "EXA401", /azurenode-1\.exalate\.cloud.*--proxyurl or HTTPS_PROXY/],
  ["EAI_AGAIN", "EXA401", /cannot resolve/],
  ["ECONNREFUSED", "EXA402", /azurenode-1\.exalate\.cloud.*\(ECONNREFUSED\)/],
  ["any other text", "EXA402", /\(no code\)/],
  ["ETIMEDOUT", "EXA404", /within 30 s/],
  ["HPE_HEADER_OVERFLOW", "EXA405", /headers/],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "EXA403", /--sslcacert.*NODE_EXTRA_CA_CERTS/],
  ["SELF_SIGNED_CERT_IN_CHAIN", "EXA403", /--sslcacert/],
  ["CERT_HAS_EXPIRED", "EXA403", /must renew/],
  ["CERT_NOT_YET_VALID", "EXA403", /clock/],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "EXA403", /host name/],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "EXA403", /port/],
  ["EPROTO", "EXA403", /TLS connection/],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "EXA403", /--sslclientcert,/],
  ["ERR_OSSL_BAD_DECRYPT", "EXA403", /--sslclientcertpassword/],
];

const throughProxy: [error: string, proxy: ProxySettings, code: FailureCode, words: RegExp][] = [
  ["PROXY_HTTP_407", agentProxy, "EXA406", /asks for a user name.*--proxyusername and --proxypassword/],
  ["PROXY_HTTP_407", environmentProxy, "EXA406", /does not accept.*HTTPS_PROXY/],
  ["PROXY_HTTP_403", agentProxy, "EXA406", /azurenode-1\.exalate\.cloud:443.*\.proxybypass/],
  ["PROXY_HTTP_403", environmentProxy, "EXA406", /NO_PROXY/],
  ["PROXY_HTTP_200000", agentProxy, "EXA406", /HTTP 200000/],
  ["PROXY_HTTP_502", agentProxy, "EXA402", /cannot reach azurenode-1\.exalate\.cloud \(HTTP 502\)/],
  ["PROXY_ECONNREFUSED", agentProxy, "EXA406", /cannot be reached.*\(ECONNREFUSED\).*--proxyurl/],
  ["PROXY_ENOTFOUND", environmentProxy, "EXA406", /\(ENOTFOUND\).*HTTPS_PROXY/],
  ["PROXY_SELF_SIGNED_CERT_IN_CHAIN", agentProxy, "EXA406", /--sslcacert/],
  ["PROXY_ECONNRESET", agentProxy, "EXA402", /closed the connection/],
  ["ECONNRESET", agentProxy, "EXA402", /azurenode-1\.exalate\.cloud, reached through the proxy/],
  ["ETIMEDOUT", agentProxy, "EXA404", /reached through the proxy/],
];

describe("The failure for a network error", () => {
  for (const [error, code, words] of direct) {
    it(`is ${code} for ${error}`, () => {
      const message = messageOf(error);
      assert.match(message, words);
      assert.ok(message.startsWith(`${code}: `), message);
    });
  }

  for (const [error, proxy, code, words] of throughProxy) {
    it(`is ${code} for ${error} with the proxy set by ${proxy.setBy}, and names the proxy`, () => {
      const message = messageOf(error, { proxy });
      assert.match(message, words);
      assert.ok(message.startsWith(`${code}: `) && message.includes(proxyUrl.host), message);
      assert.doesNotMatch(message, /pass-word/);
    });
  }

  it("names the certificate issuer on one line, made harmless", () => {
    const message = messageOf("DEPTH_ZERO_SELF_SIGNED_CERT", {}, "Contoso\n##vso[task.complete]");
    assert.match(message, /issued by "Contoso #_#vso\[task\.complete\]"/);
  });

  it("says that the agent's own CA file is in use", () => {
    assert.match(messageOf("SELF_SIGNED_CERT_IN_CHAIN", { authorities: "PEM" }), /although its own CA file is in use/);
  });
});
