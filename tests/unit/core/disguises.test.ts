import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { undisguised } from "../../../src/core/disguises.ts";

describe("The readings of a text", () => {
  const readings: [text: string, reading: string][] = [
    ["a%2Bb%2fc", "a+b/c"],
    ["a\\u002Bb\\u002fc", "a+b/c"],
    ['a\\"b\\\\c\\/d', 'a"b\\c/d'],
    ["&amp;&lt;&gt;&quot;&apos;", "&<>\"'"],
    ["&AMP;&Quot;", '&"'],
    ["&#38;&#x26;&#X3c;", "&&<"],
    ["a&#x10ffff;b", "a\u{10ffff}b"],
    ["a%20b&#10;c", "ab&#10;c"],
  ];
  for (const [text, reading] of readings) {
    it(`of ${JSON.stringify(text)} hold ${JSON.stringify(reading)}`, () => {
      assert.ok(undisguised(text).includes(reading), JSON.stringify(undisguised(text)));
    });
  }

  it("leave out a number that is no character", () => {
    assert.ok(undisguised("a&#x110000;b").includes("ab"));
    assert.ok(undisguised("a&#9999999;b").includes("ab"));
  });

  it("leave an entity of another name as it is", () => {
    assert.deepEqual(undisguised("a&nbsp;b"), ["a&nbsp;b"]);
  });

  it("are one where nothing is escaped", () => {
    assert.deepEqual(undisguised("plain words\n"), ["plainwords"]);
  });
});
