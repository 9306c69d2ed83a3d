import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { markdownCode, markdownQuote, markdownTable } from "../../../src/core/markdown.ts";

describe("The Markdown of the summary", () => {
  it("encloses code in more backticks than the code contains", () => {
    assert.deepEqual(["a", "a`b", "`a", "a``", "", " a "].map(markdownCode), [
      "`a`",
      "``a`b``",
      "`` `a ``",
      "``` a`` ```",
      "`  `",
      "`  a  `",
    ]);
    const texts = fc.array(fc.constantFrom("`", "``", "a", " ", "|")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, (text) => {
        const shown = markdownCode(text);
        const fence = /^`+/.exec(shown)?.[0] ?? "";
        const inside = shown.slice(fence.length, -fence.length).split(/[^`]+/);
        assert.ok(shown.endsWith(fence) && !inside.includes(fence), shown);
      }),
    );
  });

  it("escapes bars in table cells", () => {
    const rows: [string, string][] = [
      ["a", "b|c"],
      ["d", "e"],
    ];
    assert.deepEqual(markdownTable(rows), ["| a | b\\|c |", "| :--- | :--- |", "| d | e |"]);
  });

  it("quotes every line as code", () => {
    assert.deepEqual(markdownQuote("a *b*\r\n\n<c> `d`\u202e\n``` # e"), [
      "> `a *b*`  ",
      ">",
      "> ``<c> `d`<U+202E>``  ",
      "> ```` ``` # e ````  ",
    ]);
  });

  const links = [
    "http://evil.example",
    "https://evil.example/?a=b",
    "www.evil.example",
    "evil@contoso.com",
    "mailto:evil@contoso.com",
    "xmpp:a@b.c",
    "#123",
    "!123",
    "@everyone",
    "@<11111111-2222-4333-8444-555555555555>",
    "[a](https://evil.example)",
    "<https://evil.example>",
    "![a](b)",
    "[x]: https://evil.example",
  ];

  it("puts every link and mention inside code, with any text around it", () => {
    const around = fc.array(fc.constantFrom("`", "``", "\n", "\r\n", " ", "\\", "a", ">", "|", "\t", ...links), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.constantFrom(...links), around, around, (link, before, after) => {
        const lines = markdownQuote(`${before.join("")}${link}${after.join("")}`);
        for (const line of lines) {
          if (line === ">") continue;
          const [, fence = "", code = ""] = /^> (`+)([^\n]*)\1 {2}$/.exec(line) ?? [];
          assert.ok(fence !== "" && !code.split(/[^`]+/).includes(fence), line);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
