import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { markdownCode, markdownQuote, markdownTable } from "../../src/pipeline/markdown.ts";

describe("Markdown of the summary", () => {
  it("fences code by more backticks than it holds", () => {
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

  it("keeps bars within their cells", () => {
    assert.deepEqual(markdownTable([["a", "b|c"]]), ["| | |", "|---|---|", "| a | b\\|c |"]);
  });

  it("quotes every line with its signs escaped", () => {
    assert.deepEqual(markdownQuote("a *b*\r\n<c> | d\n# e"), ["> a \\*b\\*  ", "> \\<c\\> \\| d  ", "> \\# e  "]);
  });
});
