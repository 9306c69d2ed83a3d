import assert from "node:assert/strict";
import type { RequestOptions } from "node:http";
import { describe, it } from "mocha";
import { jobCredentials } from "../../../src/azure-devops/job-credentials.ts";
import { Secret } from "../../../src/core/secret.ts";

/** The headers of a request to a host and port, prepared with the credentials for the given address. */
function headersAt(address: string, host: string, port: number): RequestOptions["headers"] {
  const options: RequestOptions = { host, port, headers: {} };
  jobCredentials(new Secret("fake-token"), address).prepareRequest(options);
  return options.headers;
}

const signedIn = { Authorization: "Bearer fake-token", "X-TFS-FedAuthRedirect": "Suppress" };

describe("A job's credentials", () => {
  for (const [address, host, port] of [
    ["https://dev.azure.com/contoso/", "dev.azure.com", 443],
    ["http://tfs.contoso.example:8080/tfs/", "tfs.contoso.example", 8080],
    ["http://tfs.contoso.example/tfs/", "tfs.contoso.example", 80],
  ] as const) {
    it(`are sent to ${host}:${port}, the host of ${address}`, () =>
      assert.deepEqual(headersAt(address, host, port), signedIn));
  }

  for (const [host, port] of [
    ["vsrm.dev.azure.com", 443],
    ["dev.azure.com", 8443],
    ["dev.azure.com.contoso.example", 443],
  ] as const) {
    it(`are not sent from https://dev.azure.com/contoso/ to ${host}:${port}`, () =>
      assert.deepEqual(headersAt("https://dev.azure.com/contoso/", host, port), {}));
  }
});
