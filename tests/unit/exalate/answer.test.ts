import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { atPointer } from "../../../src/core/json-pointer.ts";
import { AnswerReader, bodyOf } from "../../../src/exalate/answer.ts";
import { answer } from "../../support/fake-transport.ts";

describe("A JSON pointer", () => {
  const document = { foo: ["bar", "baz"], "a/b": 1, "m~n": 8, deep: { er: null }, " ": 7 };
  const cases: [pointer: string, found: unknown][] = [
    ["/", document],
    ["/foo", ["bar", "baz"]],
    ["/foo/0", "bar"],
    ["/a~1b", 1],
    ["/m~0n", 8],
    ["/ ", 7],
    ["/deep/er", null],
    ["/deep/er/est", undefined],
    ["/foo/2", undefined],
    ["/toString", undefined],
    ["/foo/length", 2],
  ];
  for (const [pointer, found] of cases) {
    it(`${pointer} finds ${JSON.stringify(found)}`, () => assert.deepEqual(atPointer(document, pointer), found));
  }

  it("finds something or nothing in any document", () => {
    fc.assert(fc.property(fc.jsonValue(), fc.string(), (value, path) => void atPointer(value, `/${path}`)));
  });
});

describe("Reading an answer", () => {
  it("takes the first source that exists and is not null", () => {
    const read = new AnswerReader(answer(200, { a: null, b: "two", c: "three" }, { "x-token": "head" }), {
      value: ["/a", "/b", "/c"],
      header: ["header:X-Token", "/b"],
      none: ["/x", "header:Y"],
    });
    assert.deepEqual(
      [read.text("value"), read.text("header"), read.text("none"), read.text("unnamed")],
      ["two", "head", undefined, undefined],
    );
  });

  it("reads true and false as text, because a status can be one", () => {
    const read = new AnswerReader(answer(200, { active: false }), { status: ["/active"] });
    assert.equal(read.text("status"), "false");
  });

  it("reads what an earlier call of the operation has answered when the answer has no such value", () => {
    const read = new AnswerReader(
      answer(200, { id: 7 }),
      { id: ["/id"], name: ["/name"] },
      undefined,
      {},
      { id: 1, name: "a" },
    );
    assert.deepEqual([read.text("id"), read.text("name"), read.text("other")], ["7", "a", undefined]);
  });

  it("reads a number as text, but no list and no object", () => {
    const read = new AnswerReader(answer(200, { n: 17, o: {}, e: "", l: ["x"] }), {
      n: ["/n"],
      o: ["/o"],
      e: ["/e"],
      l: ["/l"],
    });
    assert.deepEqual(
      [read.text("n"), read.text("o"), read.text("e"), read.text("l")],
      ["17", undefined, undefined, undefined],
    );
  });

  it("ignores a text that cannot be a name, an id or a status", () => {
    const read = (value: unknown) => new AnswerReader(answer(200, { value }), { v: ["/value"] });
    for (const value of ["a\nb", "\u001b[31m", "x".repeat(1001), ["x"]]) assert.equal(read(value).text("v"), undefined);
    assert.equal(read("a\nb").secret("v"), "a\nb");
    assert.equal(read(" ").secret("v"), undefined);
  });

  it("keeps the digits of an id, even if no JavaScript number can hold it", () => {
    const read = new AnswerReader(answer(200, '{"a":9007199254740993,"b":1e21}'), { a: ["/a"], b: ["/b"] });
    assert.deepEqual([read.text("a"), read.text("b")], ["9007199254740993", "1e21"]);
  });

  it("distinguishes a null member from a missing one", () => {
    const read = new AnswerReader(answer(200, { a: null }), { a: ["/a"], b: ["/b"] });
    assert.deepEqual([read.has("a"), read.has("b"), read.value("a")], [true, false, undefined]);
    const several = new AnswerReader(answer(200, { a: null }), { c: ["/b", "/a"], d: ["/b", "/x"] });
    assert.deepEqual([several.has("c"), several.has("d"), several.has("unnamed")], [true, false, false]);
  });

  it("accepts a text of a thousand characters", () => {
    const read = new AnswerReader(answer(200, { a: "x".repeat(1000) }), { a: ["/a"] });
    assert.equal(read.text("a")?.length, 1000);
  });

  it("distinguishes a pointer from a header with the same name", () => {
    const given = answer(200, { "header:x": "pointed", a: { "header:x": "deep" } }, { x: "head" });
    const read = new AnswerReader(given, { one: ["/header:x"], two: ["header:X"], three: ["/a/header:x"] });
    assert.deepEqual([read.text("one"), read.text("two"), read.text("three")], ["pointed", "head", "deep"]);
  });

  it("takes at most the first hundred short texts of a list", () => {
    const texts = (value: unknown) => new AnswerReader(answer(200, { value }), { v: ["/value"] }).texts("v");
    assert.deepEqual(texts([7, "a", ["b"], { length: 1 }, "x".repeat(1001), "y".repeat(1000), ""]), [
      "a",
      "y".repeat(1000),
      "",
    ]);
    assert.deepEqual(texts(Array.from({ length: 150 }, (_, index) => `t${index}`))?.slice(-2), ["t98", "t99"]);
  });

  it("accepts only whole numbers as a count", () => {
    for (const [value, count] of [
      [3, 3],
      [0, 0],
      [-1, undefined],
      [1.5, undefined],
      ["3", undefined],
      [null, undefined],
    ]) {
      assert.equal(new AnswerReader(answer(200, { value }), { n: ["/value"] }).count("n"), count);
    }
  });

  it("returns items only for a list", () => {
    const sources = { items: ["/results"], other: ["/total"] };
    const read = new AnswerReader(answer(200, { results: [{ id: 1 }, { id: 2 }], total: 2 }), sources);
    assert.deepEqual(
      read.items("items", { id: ["/id"] })?.map((item) => item.text("id")),
      ["1", "2"],
    );
    assert.equal(read.items("other", {}), undefined);
    assert.equal(read.texts("other"), undefined);
  });

  it("reads a body that is not JSON as text, and an empty body as undefined", () => {
    assert.equal(bodyOf(answer(200, "bare text\n")), "bare text");
    assert.equal(bodyOf(answer(200, ' "quoted" ')), "quoted");
    assert.equal(bodyOf(answer(204)), undefined);
  });
});
