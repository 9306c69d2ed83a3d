import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { Failure } from "../../src/core/failure.ts";
import { ExalateClient } from "../../src/exalate/client.ts";
import { jwtClaims } from "../../src/exalate/credential.ts";
import { defaultNodeApi } from "../../src/exalate/profile/node-api.ts";
import { singleAttempt } from "../../src/exalate/retry.ts";
import { FakeAgent } from "../support/fake-agent.ts";
import { answer, FakeTransport } from "../support/fake-transport.ts";

const now = Date.parse("2026-06-01T00:00:00Z");

const part = (value: unknown) => Buffer.from(JSON.stringify(value) ?? "").toString("base64url");

/** Tokens in the form of a JWT, with valid, invalid or no claims. */
const jwt = fc
  .tuple(
    fc.oneof(fc.constant({ alg: "HS256" }), fc.jsonValue()),
    fc.oneof(
      fc.record({ iss: fc.oneof(fc.constant("EXALATE"), fc.jsonValue()), exp: fc.oneof(fc.double(), fc.jsonValue()) }),
      fc.jsonValue(),
    ),
    fc.stringMatching(/^[\w-]{0,20}$/),
  )
  .map(([header, claims, signature]) => `${part(header)}.${part(claims)}.${signature}`);

const token = fc.oneof(jwt, fc.string({ minLength: 8 }), fc.stringMatching(/^[\w.-]{8,80}$/));

function clientOf(text: string) {
  const { secrets, log, signal } = new FakeAgent();
  const transport = new FakeTransport(() => answer(200, {}, { "x-exalate-jwt": "a-session-of-the-node" }));
  const clock = { now: () => now, sleep: async () => {} };
  const credential = { kind: "token", token: secrets.register(text) } as const;
  const access = { url: new URL("https://node.contoso.com"), credential, api: defaultNodeApi, retries: singleAttempt };
  const client = new ExalateClient(access, { transport, secrets, log, clock, random: Math.random, signal });
  return { client, transport };
}

describe("A token of any kind", () => {
  it("is used directly, exchanged, or refused as expired, and is in no message", async () => {
    await fc.assert(
      fc.asyncProperty(token, async (text) => {
        const { client, transport } = clientOf(text);
        const session = await client.signIn().catch((error: unknown) => error);
        if (session instanceof Failure) {
          assert.equal(session.code, "EXA202");
          assert.ok((jwtClaims(text)?.expiresAt ?? now + 1) <= now);
          assert.ok(!session.message.includes(text));
          return assert.equal(transport.requests.length, 0, "an expired token was sent");
        }
        const exchanged = transport.requests.length === 1;
        if (!exchanged) assert.ok(jwtClaims(text), "a text that is not a JWT was used as a session");
        assert.ok(transport.lines.every((line) => line === "POST /authenticate"));
      }),
      { numRuns: 500 },
    );
  });
});
