import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { jwtClaims } from "../../../src/exalate/credential.ts";

function jwt(payload: object, header: object = { alg: "HS256", typ: "JWT" }): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part(header)}.${part(payload)}.c2lnbmF0dXJl`;
}

describe("Reading a token as a JSON Web Token", () => {
  it("returns the issuer and the expiry", () => {
    assert.deepEqual(jwtClaims(jwt({ iss: "EXALATE", user: "x", exp: 1_800_000_000 })), {
      issuer: "EXALATE",
      expiresAt: 1_800_000_000_000,
    });
  });

  it("accepts an expiry in milliseconds", () => {
    assert.equal(jwtClaims(jwt({ exp: 1_800_000_000_000 }))?.expiresAt, 1_800_000_000_000);
  });

  it("accepts a token without claims", () => {
    assert.deepEqual(jwtClaims(jwt({})), {});
    assert.deepEqual(jwtClaims(jwt({ iss: 7, exp: "soon" })), {});
  });

  it("rejects personal access tokens and other texts with dots", () => {
    for (const token of [
      "a".repeat(52),
      `${"A".repeat(76)}AZDO1234`,
      "a.b.c",
      "eyJ.eyJ.x",
      jwt({}, { typ: "JWT" }),
      "",
      "..",
      `${jwt({})}.x`,
    ]) {
      assert.equal(jwtClaims(token), undefined, token);
    }
  });

  it("works for any text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.base64String(), fc.base64String(), fc.string()).map((parts) => parts.join(".")),
        ),
        (text) => {
          const claims = jwtClaims(text);
          assert.ok(claims === undefined || typeof claims === "object");
        },
      ),
    );
  });
});
