import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { holdsPrivateKey, partsOfPrivateKey } from "../../../src/core/private-keys.ts";

const key = "AGE-SECRET-KEY-1QQPQQ9L0RZ0ABCDEF";

describe("A private key", () => {
  it("is known in any text, in any case, and with gaps in it", () => {
    for (const text of [
      key,
      `x ${key.toLowerCase()}`,
      "AGE-\u200bSECRET-KEY-1",
      "AGE-SECRET-\nKEY-1",
      "-----BEGIN EC PRIVATE KEY-----",
    ])
      assert.equal(holdsPrivateKey(text), true, text);
    for (const text of ["", "age1qqq", "the secret key of age", "-----BEGIN PUBLIC KEY-----"])
      assert.equal(holdsPrivateKey(text), false, text);
  });

  it("has each longer word of its text as a part, also when its line is broken", () => {
    assert.deepEqual(partsOfPrivateKey(`${key.slice(0, 20)}\r\n${key.slice(20)} a b`), [
      key.slice(0, 20),
      key.slice(20),
    ]);
    assert.deepEqual(partsOfPrivateKey("some longer words without a key"), []);
  });
});
