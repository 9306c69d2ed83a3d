import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { anyOf, harmless, hasControls, singleLine, wellFormed, withoutTokens } from "../../../src/core/text.ts";

const hostile = fc
  .array(fc.constantFrom("##vso[", "##VSO[", "##[", "#", "\r", "\n", "\u2028", "\u001b[31m", "task.complete]", " x "))
  .map((parts) => parts.join(""));

describe("Text from elsewhere", () => {
  it("never holds a command, a format or a line break once made harmless", () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: "binary" })), (text) => {
        for (const shown of [singleLine(text), harmless(text)]) {
          assert.ok(!/##\s*(vso)?\[/i.test(shown), shown);
          assert.ok(!hasControls(shown), JSON.stringify(shown));
        }
        assert.ok(harmless(text).length <= 301);
      }),
    );
  });

  it("keeps what is harmless as it is", () => {
    assert.equal(harmless('Connection "a_to_b" – 3 # items [x]'), 'Connection "a_to_b" – 3 # items [x]');
    assert.equal(singleLine("##vso[task.complete]"), "#_#vso[task.complete]");
  });

  it("shows nothing that looks like a token or a code", () => {
    assert.equal(withoutTokens("x eyJhbGciOiJI.eyJ1c2VyIjoi.sig-1 y Zx81kQ0v7Jm2Lr5Tn9Wb z"), "x *** y *** z");
    for (const text of [
      "azurenode-ab12-cd34-ef56-7890.exalate.cloud",
      "11111111-2222-4333-8444-555555555555",
      "0123456789abcdef01234567",
      "POST /rest/issuehub/4.0/connections/accept",
      "internationalisation-is-a-long-word",
      "Fabrikam Service Desk",
    ]) {
      assert.equal(withoutTokens(text), text);
    }
  });

  it("is cut where it is too long", () => {
    assert.equal(harmless("x".repeat(1000)), `${"x".repeat(300)}…`);
  });

  it("can always be URL-escaped once well formed", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => encodeURIComponent(wellFormed(text)).length >= 0));
    assert.equal(wellFormed("a\ud800b😀"), "a\ufffdb😀");
  });

  it("lists words", () => {
    assert.deepEqual(
      [anyOf([]), anyOf(["a"]), anyOf(["a", "b"]), anyOf(["a", "b", "c"])],
      ["", "a", "a or b", "a, b or c"],
    );
  });
});
