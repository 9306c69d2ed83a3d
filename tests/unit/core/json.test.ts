import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { isObject, jsonOrUndefined, listOf, objectOf, parseJson, textOf, textsOf } from "../../../src/core/json.ts";

describe("Reading JSON", () => {
  const cases: [text: string, value: unknown][] = [
    ['{"id":9007199254740993}', { id: "9007199254740993" }],
    ['{"id":9007199254740991}', { id: 9007199254740991 }],
    ['{"id":-12345678901234567890}', { id: "-12345678901234567890" }],
    ["[1e21,1.0,1.5,-0,0,17]", ["1e21", "1.0", 1.5, "-0", 0, 17]],
    ["12345678901234567890", "12345678901234567890"],
    ['{"a":"9007199254740993 \\" 1e21","b":9007199254740993}', { a: '9007199254740993 " 1e21', b: "9007199254740993" }],
    ['{"a\\\\":12345678901234567890}', { "a\\": "12345678901234567890" }],
    ['{"id": 9007199254740993}', { id: "9007199254740993" }],
    ["[1.0]", ["1.0"]],
    ["[10.0]", ["10.0"]],
    ["[1.250]", ["1.250"]],
    ["[1e+5,2E-3]", ["1e+5", "2E-3"]],
    ['"no number: 1e21 or -0"', "no number: 1e21 or -0"],
    ['{ "a" : [ 12345678901234567890 , "x" ] }', { a: ["12345678901234567890", "x"] }],
  ];
  for (const [text, value] of cases) it(`reads ${text}`, () => assert.deepEqual(parseJson(text), value));

  it("keeps the digits of every whole number in any document", () => {
    const around = fc.jsonValue();
    fc.assert(
      fc.property(fc.bigInt(), around, around, (id, before, after) => {
        const text = `{"before":${JSON.stringify(before)},"id":${id},"after":[${JSON.stringify(after)}]}`;
        const { id: read } = parseJson(text) as { id: unknown };
        assert.equal(String(read), String(id));
      }),
    );
  });

  it("reads all other values as JSON.parse does", () => {
    const whole = fc.jsonValue({ stringUnit: "binary" }).filter((value) => !/\d[.e]|-0/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(whole, (value) => {
        const text = JSON.stringify({ id: 1, value });
        assert.deepEqual(parseJson(text), JSON.parse(text));
      }),
    );
  });

  it("refuses invalid JSON as JSON.parse does", () => {
    for (const text of ['{"a":12345678901234567890', '"12345678901234567890', '{"a":1.2.3}', "", "1e"]) {
      assert.throws(() => parseJson(text), SyntaxError);
    }
  });
});

describe("A JSON value", () => {
  it("is read as an object, a list or a text, or as an empty one", () => {
    assert.deepEqual([objectOf({ a: 1 }), objectOf([1]), objectOf(null), objectOf("a")], [{ a: 1 }, {}, {}, {}]);
    assert.deepEqual([listOf([1, "a"]), listOf({ length: 1 }), listOf(undefined)], [[1, "a"], [], []]);
    assert.deepEqual([textOf("a"), textOf(1), textOf(["a"]), textOf(undefined)], ["a", "", "", ""]);
    assert.deepEqual([textsOf(["a", 1, null, "b"]), textsOf("a")], [["a", "b"], []]);
    assert.deepEqual([isObject({}), isObject([]), isObject(null), isObject("{}")], [true, false, false, false]);
  });

  it("is undefined for a text that is not JSON", () => {
    assert.deepEqual(
      [jsonOrUndefined("[1]"), jsonOrUndefined("null"), jsonOrUndefined("{"), jsonOrUndefined("")],
      [[1], null, undefined, undefined],
    );
  });
});
