import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { Failure } from "../../src/core/failure.ts";
import { Secret } from "../../src/core/secret.ts";
import { ExalateClient } from "../../src/exalate/client.ts";
import { defaultNodeApi } from "../../src/exalate/profile/node-api.ts";
import { pauseAfter, readPolicy, retryAfter } from "../../src/exalate/retry.ts";
import { FakeAgent } from "../support/fake-agent.ts";
import { answer, FakeTransport } from "../support/fake-transport.ts";
import { SkippingClock } from "../support/skipping-clock.ts";

const now = Date.parse("2026-06-01T00:00:00Z");

/** Valid and almost valid values of the header. */
const header = fc.oneof(
  fc.string(),
  fc.integer().map(String),
  fc.double().map(String),
  fc.bigInt().map(String),
  fc.date().map((date) => (Number.isNaN(date.getTime()) ? "Invalid Date" : date.toUTCString())),
  fc.constantFrom(
    "",
    " ",
    "-1",
    "+5",
    "1e9",
    "0x10",
    "Infinity",
    "NaN",
    "١٢",
    "Mon",
    "Sun, 99 Foo 2026",
    "5, 5",
    "5;q=1",
  ),
);

describe("Retry-After", () => {
  it("is a finite time of at least 0, or undefined, for any text", () => {
    fc.assert(
      fc.property(fc.option(header, { nil: undefined }), (text) => {
        const asked = retryAfter(text, now);
        assert.ok(asked === undefined || (Number.isFinite(asked) && asked >= 0), `${text}: ${asked}`);
      }),
      { numRuns: 1000 },
    );
  });

  it("is read exactly from seconds and from a date", () => {
    const seconds = fc.integer({ min: 0, max: 999_999_999 });
    fc.assert(
      fc.property(seconds, (value) => {
        assert.equal(retryAfter(` ${value} `, now), value * 1000);
        assert.equal(retryAfter(new Date(now + value * 1000).toUTCString(), now), value * 1000);
        assert.equal(retryAfter(new Date(now - value * 1000).toUTCString(), now), 0);
      }),
    );
  });

  it("never makes a pause negative or longer than the maximum, for any attempt", () => {
    const attempt = fc.integer({ min: 1, max: 2000 });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(header, attempt, random, (text, count, chance) => {
        for (const outcome of [answer(429, "", { "retry-after": text }), new Failure("EXA402", "x.", "y.")]) {
          const pause = pauseAfter(count, outcome, readPolicy, { now, random: chance });
          assert.ok(pause >= 0 && pause <= readPolicy.longestPauseMs, `${pause}`);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("never makes a read wait longer than its policy, for any answers of a node", async () => {
    const status = fc.constantFrom(408, 429, 502, 503, 504);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(status, header), { minLength: 10, maxLength: 10 }), async (answers) => {
        const clock = new SkippingClock();
        const { requests } = await signInWithAnswers(answers, clock);
        const waited = clock.waits.reduce((sum, wait) => sum + wait, 0);
        assert.ok(requests.length >= 1 && requests.length <= readPolicy.attempts);
        assert.ok(waited <= readPolicy.stopAfterMs, `${waited} ms`);
      }),
    );
  });
});

/** Signs in to a node with these answers in order. */
async function signInWithAnswers(answers: [number, string][], clock: SkippingClock): Promise<FakeTransport> {
  const rest = [...answers];
  const transport = new FakeTransport(() => {
    const [status, retry] = rest.shift() ?? [503, ""];
    return answer(status, "", { "retry-after": retry });
  });
  const { secrets, log, signal } = new FakeAgent();
  const credential = { kind: "token", token: new Secret("a-token-of-nobody") } as const;
  const access = { url: new URL("https://node.contoso.com"), credential, api: defaultNodeApi, retries: readPolicy };
  const client = new ExalateClient(access, { transport, secrets, log, clock, random: Math.random, signal });
  await assert.rejects(client.signIn());
  return transport;
}
