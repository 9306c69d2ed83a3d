import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { InitiateOptions } from "../../src/commands/initiate-options.ts";
import { systemClock } from "../../src/core/clock.ts";
import { initiatedSummary } from "../../src/pipeline/initiated-summary.ts";
import { storageOf, storeInitiated } from "../../src/pipeline/store-initiated.ts";
import { failsWith } from "../support/failures.ts";
import { FakeAgent } from "../support/fake-agent.ts";
import { privateOptions } from "../support/initiate-options.ts";

const options: InitiateOptions = { ...privateOptions, storeIn: { kind: "variableGroup", variableGroup: "exalate" } };

describe("The system clock", () => {
  it("waits for the given time", async () => {
    const started = systemClock.now();
    await systemClock.sleep(50, new AbortController().signal);
    assert.ok(systemClock.now() - started >= 45);
  });

  it("ends a wait immediately on a stop before or during the wait", async () => {
    const stopping = new AbortController();
    const started = systemClock.now();
    const waiting = systemClock.sleep(60_000, stopping.signal);
    stopping.abort();
    await waiting;
    await systemClock.sleep(60_000, stopping.signal);
    assert.ok(systemClock.now() - started < 5000);
  });
});

describe("The summary", () => {
  it("asks nobody to accept a connection that was active immediately", () => {
    const result = { outcome: "initiated", connectionId: "7", connectionName: "a", status: "ACTIVE" } as const;
    const nodeUrl = new URL("https://azurenode-1.exalate.cloud");
    const request = { ...options.request, mode: "basic" } as const;
    const summary = initiatedSummary(
      { ...options, request, result, nodeUrl, collectionUrl: undefined },
      (text) => text,
    );
    assert.match(summary, /^### A new Exalate connection is active at once\n/);
    assert.match(summary, /There is no invitation to accept/);
    assert.match(summary, /\| Mode \| Basic \|/);
  });
});

describe("Storing the code", () => {
  it("is refused with EXA606 before anything is initiated when the job gives no token", async () => {
    await failsWith("EXA606", () => storageOf(new FakeAgent(), options));
  });

  it("does nothing without a code", async () => {
    const agent = new FakeAgent({ jobAccess: { collectionUrl: "http://127.0.0.1:1/", token: "a-token-of-nobody" } });
    const storage = storageOf(agent, options);
    assert.ok(storage);
    const result = { outcome: "already active", connectionId: "7", connectionName: "a", status: "ACTIVE" } as const;
    await storeInitiated(agent, storage, result);
    assert.deepEqual(agent.events.slice(-1), ["info: There is no invitation code to store."]);
  });
});
