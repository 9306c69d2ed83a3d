import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { FewAtOnce } from "../../../src/core/few-at-once.ts";

describe("Few works at once", () => {
  it("begin in their order, and at most so many run at the same time", async () => {
    const places = new FewAtOnce(2);
    const begun: number[] = [];
    let [running, most] = [0, 0];
    const work = (index: number) => async () => {
      begun.push(index);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 10 - index));
      running -= 1;
      return index;
    };
    const results = await Promise.all([0, 1, 2, 3, 4].map((index) => places.run(work(index))));
    assert.deepEqual([results, begun, most], [[0, 1, 2, 3, 4], [0, 1, 2, 3, 4], 2]);
  });

  it("give their place to the next one when they fail", async () => {
    const places = new FewAtOnce(1);
    const failing = places.run(() => Promise.reject(new Error("failed")));
    const next = places.run(async () => "done");
    await assert.rejects(failing, /failed/);
    assert.equal(await next, "done");
    assert.equal(await places.run(async () => "later"), "later");
  });
});
