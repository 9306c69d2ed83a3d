import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { lookUntil } from "../../../src/core/look-until.ts";

/** Looks that return the numbers in order. The run is stopped in the pause with the number `stopAfter`. */
function looking(seen: readonly number[], stopAfter = Number.POSITIVE_INFINITY) {
  const stop = new AbortController();
  const waited: number[] = [];
  let looks = 0;
  const clock = {
    sleep: async (milliseconds: number) => {
      waited.push(milliseconds);
      if (waited.length === stopAfter) stop.abort();
    },
  };
  return { ports: { clock, signal: stop.signal }, look: async () => seen[looks++] ?? -1, waited };
}

describe("Looking repeatedly", () => {
  it("ends with the first sufficient look, and returns its result", async () => {
    const { ports, look, waited } = looking([0, 1, 2]);
    assert.equal(await lookUntil((seen) => seen === 1, look, ports, [5, 6]), 1);
    assert.deepEqual(waited, [5]);
  });

  it("returns the result of the last look after all pauses", async () => {
    const { ports, look, waited } = looking([0, 1, 2, 3]);
    assert.equal(await lookUntil(() => false, look, ports, [5, 6]), 2);
    assert.deepEqual(waited, [5, 6]);
  });

  it("does not look again after the run is stopped", async () => {
    const { ports, look } = looking([0, 1, 2], 1);
    assert.equal(await lookUntil(() => false, look, ports, [5, 6]), 0);
  });
});
