import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, it } from "mocha";
import { systemClock } from "../../../src/core/clock.ts";

describe("The system clock", () => {
  it("waits, and leaves no listener on the signal", async () => {
    const { signal } = new AbortController();
    const started = performance.now();
    for (let wait = 0; wait < 12; wait++) await systemClock.sleep(2, signal);
    assert.ok(performance.now() - started >= 20);
    assert.equal(getEventListeners(signal, "abort").length, 0);
  });

  it("ends a wait immediately on a stop before or during the wait", async () => {
    const stopping = new AbortController();
    const started = performance.now();
    const waiting = systemClock.sleep(60_000, stopping.signal);
    stopping.abort();
    await waiting;
    await systemClock.sleep(60_000, stopping.signal);
    assert.ok(performance.now() - started < 5000);
  });

  it("returns the current time", () => {
    assert.ok(Math.abs(systemClock.now() - Date.now()) < 1000);
  });
});
