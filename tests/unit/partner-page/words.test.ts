import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { CannotOpen, type Reason } from "../../../src/delivery/cannot-open.ts";
import { Problem } from "../../../src/partner-page/problem.ts";
import { words, wordsFor, wrongKeyWords } from "../../../src/partner-page/words.ts";

describe("The words of the partner's page", () => {
  it("say what to do, for every reason", () => {
    const reasons: readonly Reason[] = [
      "not an age file",
      "damaged",
      "needs a passphrase",
      "needs an identity",
      "wrong passphrase",
      "passphrase too expensive",
      "not an invitation",
    ];
    for (const reason of reasons)
      assert.match(wordsFor(new CannotOpen(reason)), /\b(Choose|Save|Give|Check|Ask)\b.*\.$/, reason);
  });

  it("repeat nothing of an unexpected error", () => {
    assert.equal(wordsFor(new Error("AGE-SECRET-KEY-1ABC")), words.unexpected);
    assert.equal(wordsFor(new Problem(words.tooLarge)), words.tooLarge);
  });

  it("name the fingerprints of the keys that do not fit", () => {
    assert.match(wrongKeyWords(["AA BB"]), /The fingerprint of the private key that you gave is AA BB\. Compare/);
    assert.match(
      wrongKeyWords(["AA", "BB"]),
      /The fingerprints of the private key that you gave are AA and BB\. Compare/,
    );
  });
});
