import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { median, roundTripsOf, spreadOf } from "../../tools/bench/statistics.ts";

describe("bench: statistics", () => {
  it("have the shortest, the middle and the longest time, in any order and as numbers", () => {
    assert.deepEqual(spreadOf([100, 9, 20]), { min: 9, median: 20, max: 100, runs: 3 });
    assert.deepEqual(spreadOf([7]), { min: 7, median: 7, max: 7, runs: 1 });
    assert.throws(() => spreadOf([]), RangeError);
  });

  it("take the mean of the two in the middle of an even number", () => {
    assert.equal(median([4, 1, 10, 2]), 3);
    assert.equal(median([5, 5]), 5);
    assert.ok(Number.isNaN(median([])));
  });

  it("leave the given times as they are", () => {
    const times = [3, 1, 2];
    spreadOf(times);
    assert.deepEqual(times, [3, 1, 2]);
  });

  it("find round trips from the shortest and the longest distance", () => {
    const times = [50, 200, 0].map((roundTrip) => ({ roundTrip, median: 90 + 5 * roundTrip }));
    assert.equal(roundTripsOf(times), 5);
    assert.equal(roundTripsOf([{ roundTrip: 10, median: 50 }]), undefined);
    assert.equal(roundTripsOf([]), undefined);
  });
});
