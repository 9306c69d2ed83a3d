import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { TimeLimit } from "../../../src/core/time-limit.ts";

const never = new Promise<never>(() => {});

describe("A time limit", () => {
  it("returns the result of work that ends in time, and raises its error", async () => {
    const limit = new TimeLimit(5_000);
    assert.equal(await limit.bound(Promise.resolve(7)), 7);
    await assert.rejects(limit.bound(Promise.reject(new RangeError("own"))), RangeError);
    limit.clear();
    assert.deepEqual([limit.isOver, limit.signal.aborted], [false, false]);
  });

  it("ends work with ETIMEDOUT when the time is over, and aborts its signal", async () => {
    const limit = new TimeLimit(5);
    await assert.rejects(limit.bound(never), { code: "ETIMEDOUT" });
    assert.deepEqual([limit.isOver, limit.signal.aborted], [true, true]);
    await assert.rejects(limit.bound(never), { code: "ETIMEDOUT" });
  });

  it("ends work with ECANCELED when the other signal is aborted, before or meanwhile", async () => {
    const stop = new AbortController();
    const limit = new TimeLimit(undefined, stop.signal);
    const working = assert.rejects(limit.bound(never), { code: "ECANCELED" });
    stop.abort();
    await working;
    const late = new TimeLimit(60_000, stop.signal);
    await assert.rejects(late.bound(never), { code: "ECANCELED" });
    assert.deepEqual([late.isOver, late.signal.aborted], [false, true]);
    late.clear();
  });

  it("no longer listens once it is cleared", () => {
    const stop = new AbortController();
    const limit = new TimeLimit(60_000, stop.signal);
    limit.clear();
    stop.abort();
    assert.equal(limit.signal.aborted, false);
  });
});
