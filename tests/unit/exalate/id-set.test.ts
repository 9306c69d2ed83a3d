import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { IdSet } from "../../../src/exalate/id-set.ts";

function setOf(ids: readonly string[]): IdSet {
  const set = new IdSet();
  for (const id of ids) set.add(id);
  return set;
}

describe("A set of ids", () => {
  it("knows the same ids as a set of texts", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (ids, others) => {
        const [set, texts] = [setOf(ids), new Set(ids)];
        assert.equal(set.size, texts.size);
        for (const id of [...ids, ...others]) assert.equal(set.has(id), texts.has(id));
      }),
    );
  });

  it("equals a set with the same ids in any order, and no other", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.string(), (ids, other) => {
        assert.ok(setOf(ids).equals(setOf([...ids].reverse())), "the same ids");
        assert.equal(setOf(ids).equals(setOf([...ids.slice(1), other])), other === ids[0]);
        assert.ok(!setOf(ids).equals(setOf(ids.slice(1))), "one id less");
      }),
    );
  });

  it("tells hundreds of thousands of similar ids apart, in 32 bytes for each at most", () => {
    const kinds: ((index: number) => string)[] = [
      (index) => String(index),
      (index) => `c${index * 7}`,
      (index) => `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`,
    ];
    for (const idOf of kinds) {
      const before = process.memoryUsage().arrayBuffers;
      const set = new IdSet();
      for (let index = 0; index < 200_000; index += 1) set.add(idOf(index));
      assert.equal(set.size, 200_000);
      assert.ok(set.has(idOf(199_999)) && !set.has(idOf(200_000)), "the last one is known, the next is not");
      const bytes = process.memoryUsage().arrayBuffers - before;
      assert.ok(bytes < 200_000 * 64, `${bytes} bytes, with what is not yet collected`);
    }
  });
});
