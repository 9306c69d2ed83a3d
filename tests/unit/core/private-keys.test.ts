import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { holdsPrivateKey, partsOfPrivateKey } from "../../../src/core/private-keys.ts";

const key = "AGE-SECRET-KEY-1QQPQQ9L0RZ0ACDEFG";

describe("A private key", () => {
  it("is known in any text, in any case, and with gaps in it", () => {
    for (const text of [
      key,
      `x ${key.toLowerCase()}`,
      "AGE-\u200bSECRET-KEY-1QPZRY9",
      "AGE-SECRET-\nKEY-1 QPZRY9",
      "-----BEGIN EC PRIVATE KEY-----",
      "-----BEGIN PGP PRIVATE KEY BLOCK-----",
      "PuTTY-User-Key-File-3: ssh-ed25519",
      `> ${key.slice(0, 10)}\n> ${key.slice(10)}`,
      key.replaceAll("-", "\u2011"),
      key.replaceAll("-", "%2D"),
    ])
      assert.equal(holdsPrivateKey(text), true, text);
    for (const text of [
      "",
      "age1qqq",
      "the secret key of age, AGE-SECRET-KEY-, and no more",
      "AGE-PLUGIN-",
      "-----BEGIN PUBLIC KEY-----",
    ])
      assert.equal(holdsPrivateKey(text), false, text);
  });

  it("has the parts that can be told from the text around it, also when its line is broken", () => {
    const bothCases = (parts: string[]) => parts.flatMap((part) => [part, part.toLowerCase()]);
    assert.deepEqual(partsOfPrivateKey(`mailed,key=${key}; Contoso_to_Fabrikam`), bothCases([key]));
    assert.deepEqual(
      partsOfPrivateKey(`${key.slice(0, 20)}\r\n${key.slice(20)} — so much`),
      bothCases([key.slice(0, 20), key.slice(20)]),
    );
    assert.deepEqual(partsOfPrivateKey("some longer words without a key"), []);
  });
});
