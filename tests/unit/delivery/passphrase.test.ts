import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { passphraseProblem } from "../../../src/delivery/passphrase.ts";

describe("A passphrase", () => {
  it("has at least 15 characters, of which 8 differ, and none that cannot be typed", () => {
    for (const good of ["saddle-orbit-canyon", "abcdefghaaaaaaa", "0918273645091827364509182", "ключ ключ пароль"])
      assert.equal(passphraseProblem(good), undefined);
    assert.match(passphraseProblem("abcdefghijklmn") ?? "", /has 14 characters/);
    assert.match(passphraseProblem("🔑".repeat(14)) ?? "", /has 14 characters/);
    assert.match(passphraseProblem("123456789012345") ?? "", /only digits/);
    for (const hidden of ["\u200b".repeat(15), "two lines of\nwords", "tab\tbetween words"])
      assert.match(passphraseProblem(hidden) ?? "", /invisible/);
    assert.match(passphraseProblem("passwordpassword") ?? "", /fewer than 8 different/);
  });
});
