import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { passphraseProblem } from "../../../src/delivery/passphrase.ts";

describe("A passphrase", () => {
  it("has at least 15 characters, of which 6 differ", () => {
    for (const good of ["saddle-orbit-canyon", "abcdefaaaaaaaaa", "ключ ключ пароль"])
      assert.equal(passphraseProblem(good), undefined);
    assert.match(passphraseProblem("abcdefghijklmn") ?? "", /has 14 characters/);
    assert.match(passphraseProblem("🔑".repeat(14)) ?? "", /has 14 characters/);
    assert.match(passphraseProblem("abcdeabcdeabcdeabcde") ?? "", /fewer than 6 different/);
  });
});
