import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Failure } from "../../../src/core/failure.ts";
import { Secret } from "../../../src/core/secret.ts";
import { ExalateClient } from "../../../src/exalate/client.ts";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import {
  isRetryable,
  pauseAfter,
  policyOf,
  type RetryPolicy,
  readPolicy,
  retryAfter,
} from "../../../src/exalate/retry.ts";
import type { HttpAnswer } from "../../../src/http/http.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { answer, FakeTransport } from "../../support/fake-transport.ts";
import { SkippingClock } from "../../support/skipping-clock.ts";

const now = Date.parse("2026-06-01T00:00:00Z");

describe("Retry-After", () => {
  const cases: [value: string | undefined, milliseconds: number | undefined][] = [
    ["0", 0],
    ["7", 7000],
    [" 120 ", 120_000],
    ["Mon, 01 Jun 2026 00:00:30 GMT", 30_000],
    ["Sun, 31 May 2026 00:00:30 GMT", 0],
    [undefined, undefined],
    ["", undefined],
    ["-1", undefined],
    ["1.5", undefined],
    ["soon", undefined],
    ["2026", 2_026_000],
    ["99999999999999", undefined],
    ["2026-06-01T00:01:00Z", undefined],
    ["01 Jun 2026 00:00:30 GMT (Mon)", undefined],
  ];
  for (const [value, milliseconds] of cases) {
    it(`${JSON.stringify(value)} is ${milliseconds} ms`, () => assert.equal(retryAfter(value, now), milliseconds));
  }
});

describe("The pause before another attempt", () => {
  const pause = (attempt: number, outcome: HttpAnswer | Failure, random: number) =>
    pauseAfter(attempt, outcome, readPolicy, { now, random });
  const reset = new Failure("EXA402", "It broke off.", "Wait.");

  it("doubles up to the longest pause, with a random part of up to half", () => {
    assert.deepEqual(
      [1, 2, 3].map((attempt) => pause(attempt, reset, 1)),
      [500, 1000, 2000],
    );
    assert.deepEqual(
      [1, 2, 3].map((attempt) => pause(attempt, reset, 0)),
      [250, 500, 1000],
    );
    assert.equal(pause(30, reset, 1), readPolicy.longestPauseMs);
  });

  it("is what the node asks for, up to the longest pause", () => {
    assert.equal(pause(1, answer(429, "", { "retry-after": "3" }), 0), 3000);
    assert.equal(pause(1, answer(503, "", { "retry-after": "86400" }), 0), readPolicy.longestPauseMs);
    assert.equal(pause(1, answer(503, "", { "retry-after": "later" }), 0), 250);
  });
});

describe("A temporary failure", () => {
  it("is a busy or unreachable node, or a broken network", () => {
    for (const status of [408, 429, 502, 503, 504]) assert.ok(isRetryable(answer(status)), `${status}`);
    for (const status of [200, 301, 400, 401, 403, 404, 409, 500, 501])
      assert.ok(!isRetryable(answer(status)), `${status}`);
    for (const code of ["EXA401", "EXA402", "EXA404"] as const) assert.ok(isRetryable(new Failure(code, "x.", "y.")));
    for (const code of ["EXA403", "EXA405", "EXA406"] as const) assert.ok(!isRetryable(new Failure(code, "x.", "y.")));
  });

  it("is retried in every operation except the one that creates", () => {
    assert.equal(policyOf("initiateConnection", "POST", readPolicy).attempts, 1);
    assert.equal(policyOf("initiateConnection", "GET", readPolicy), readPolicy, "a read before it");
    for (const name of [
      "authenticate",
      "listConnections",
      "readInvitation",
      "acceptInvitation",
      "deleteConnection",
    ] as const) {
      assert.equal(policyOf(name, "POST", readPolicy), readPolicy);
    }
  });
});

describe("A retry", () => {
  /** A node that gives the outcome `times` times and then succeeds. Each wait advances the clock. */
  function setUp(outcome: HttpAnswer | Failure, times: number, retries: RetryPolicy = readPolicy) {
    const agent = new FakeAgent();
    const clock = new SkippingClock(() => now);
    let left = times;
    const transport = new FakeTransport((line) => {
      if (line === "POST /authenticate") return answer(200, { token: "session" });
      return left-- > 0 ? outcome : answer(200, { total: 0, results: [] });
    });
    const { secrets, log } = agent;
    const ports = { transport, secrets, log, clock, random: () => 1, signal: new AbortController().signal };
    const credential = { kind: "token", token: new Secret("p".repeat(52)) } as const;
    const access = { url: new URL("https://node.contoso.com"), credential, api: defaultNodeApi, retries };
    return { client: new ExalateClient(access, ports), transport, waits: clock.waits, agent };
  }

  it("follows after a pause, and writes a log line for each attempt", async () => {
    const { client, waits, agent } = setUp(answer(503), 2);
    assert.equal(await client.findConnection("x"), undefined);
    assert.deepEqual(waits, [500, 1000]);
    assert.deepEqual(
      agent.events.filter((event) => event.startsWith("info: ")),
      [
        "info: GET /connections failed with HTTP 503: attempt 2 of 4 in 0.5 s.",
        "info: GET /connections failed with HTTP 503: attempt 3 of 4 in 1.0 s.",
      ],
    );
  });

  it("ends with the last failure after the last attempt", async () => {
    const { client, transport } = setUp(new Failure("EXA402", "It broke off.", "Wait."), 99);
    await failsWith("EXA402", () => client.findConnection("x"));
    assert.equal(transport.requests.length, 1 + readPolicy.attempts);
  });

  it("waits at most the longest pause, whatever the node asks for", async () => {
    const { client, waits } = setUp(answer(429, "", { "retry-after": "3600" }), 99);
    await failsWith("EXA210", () => client.findConnection("x"));
    assert.deepEqual(waits, [20_000, 20_000, 20_000]);
  });

  it("never starts later than stopAfterMs, even with attempts left", async () => {
    const asksForSeconds = (seconds: string) => answer(429, "", { "retry-after": seconds });
    for (const [seconds, waited] of [
      ["20", [20_000, 20_000, 20_000]],
      ["19", [19_000, 19_000, 19_000]],
      ["16", [16_000, 16_000, 16_000]],
      ["15", [15_000, 15_000, 15_000, 15_000]],
    ] as const) {
      const { client, waits, transport } = setUp(asksForSeconds(seconds), 99, { ...readPolicy, attempts: 10 });
      await failsWith("EXA210", () => client.findConnection("x"));
      assert.deepEqual(waits, waited);
      assert.equal(transport.lines.filter((line) => line.startsWith("GET /connections?")).length, waited.length + 1);
    }
  });

  it("does not wait when one pause is longer than stopAfterMs", async () => {
    const { client, waits } = setUp(answer(503), 99, { ...readPolicy, stopAfterMs: 400 });
    await failsWith("EXA210", () => client.findConnection("x"));
    assert.deepEqual(waits, []);
  });

  it("never repeats a create", async () => {
    const { client, transport } = setUp(answer(503), 99);
    const request = {
      connectionName: "a",
      localShortName: "a",
      destinationShortName: "b",
      private: true,
      mode: "script",
      project: "P",
    } as const;
    await failsWith("EXA210", () => client.initiate(request));
    assert.equal(transport.lines.filter((line) => line === "POST /connections").length, 1);
  });
});
