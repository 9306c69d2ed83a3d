import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { undisguised } from "../../../src/core/disguises.ts";

describe("The decoded forms of a text", () => {
  const cases: [text: string, decoded: string][] = [
    ["a%2Bb%2fc", "a+b/c"],
    ["a\\u002Bb\\u002fc", "a+b/c"],
    ['a\\"b\\\\c\\/d', 'a"b\\c/d'],
    ["&amp;&lt;&gt;&quot;&apos;", "&<>\"'"],
    ["&AMP;&Quot;", '&"'],
    ["&#38;&#x26;&#X3c;", "&&<"],
    ["a&#x10ffff;b", "a\u{10ffff}b"],
    ["a%20b&#10;c", "ab&#10;c"],
  ];
  for (const [text, decoded] of cases) {
    it(`of ${JSON.stringify(text)} include ${JSON.stringify(decoded)}`, () => {
      assert.ok(undisguised(text).includes(decoded), JSON.stringify(undisguised(text)));
    });
  }

  it("leave out a number that is not a character", () => {
    assert.ok(undisguised("a&#x110000;b").includes("ab"));
    assert.ok(undisguised("a&#9999999;b").includes("ab"));
  });

  it("keep an unknown entity", () => {
    assert.deepEqual(undisguised("a&nbsp;b"), ["a&nbsp;b"]);
  });

  it("are one form when nothing is escaped", () => {
    assert.deepEqual(undisguised("plain words\n"), ["plainwords"]);
  });
});
