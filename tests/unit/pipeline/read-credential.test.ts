import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { Secret } from "../../../src/core/secret.ts";
import type { ServiceConnection } from "../../../src/pipeline/agent.ts";
import { credentialOf } from "../../../src/pipeline/read-credential.ts";
import { failsWith } from "../../support/failures.ts";

interface Scheme {
  readonly type: string;
  readonly inputDescriptors?: readonly { readonly id: string }[];
}

const extension: { contributions: { type: string; properties: { authenticationSchemes?: Scheme[] } }[] } = JSON.parse(
  readFileSync(new URL("../../../vss-extension.json", import.meta.url), "utf8"),
);
const schemes = extension.contributions.flatMap(({ properties }) => properties.authenticationSchemes ?? []);

/** A service connection with the name of each field as its value. */
function connectionWith(fields: NonNullable<Scheme["inputDescriptors"]>, scheme: string): ServiceConnection {
  const has = (id: string) => fields.some((field) => field.id === id);
  return {
    url: "https://azurenode-1.exalate.cloud",
    scheme,
    secret: (field) => (has(field) ? new Secret(field) : undefined),
    authField: (field) => (has(field) ? field : ""),
    data: () => "",
  };
}

describe("The credential of a service connection", () => {
  it("is read from all fields of every scheme that the extension offers", () => {
    assert.ok(schemes.length >= 2);
    for (const { type, inputDescriptors = [] } of schemes) {
      const { kind: _, ...credential } = credentialOf(connectionWith(inputDescriptors, type));
      const read = Object.values(credential).map((value) => (value instanceof Secret ? value.reveal() : value));
      assert.deepEqual(read.sort(), inputDescriptors.map(({ id }) => id).sort(), type);
    }
  });

  it("is an error when the service connection has none", async () => {
    assert.match(await failsWith("EXA112", () => credentialOf(connectionWith([], "None"))), /None/);
  });
});
