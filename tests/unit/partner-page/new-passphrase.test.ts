import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { newPassphrase } from "../../../src/partner-page/new-passphrase.ts";
import { Problem } from "../../../src/partner-page/problem.ts";
import { words } from "../../../src/partner-page/words.ts";

describe("A new passphrase", () => {
  it("is the one typed twice, without spaces around it", () =>
    assert.equal(newPassphrase(" river lamp seven orbit", "river lamp seven orbit "), "river lamp seven orbit"));

  it("is refused when it is missing, too simple, or typed differently", () => {
    assert.throws(() => newPassphrase(" ", ""), new Problem(words.passphraseMissing));
    assert.throws(
      () => newPassphrase("short", "short"),
      new Problem("The passphrase has 5 characters; at least 15 are needed."),
    );
    assert.throws(
      () => newPassphrase("river lamp seven orbit", "River lamp seven orbit"),
      new Problem(words.passphrasesDiffer),
    );
  });
});
