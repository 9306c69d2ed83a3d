import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "mocha";
import { fingerprintOf, shortenedKey } from "../../../src/delivery/fingerprint.ts";
import { postQuantumKey, publicKeys } from "../../support/public-keys.ts";

describe("The fingerprint of a public key", () => {
  it("is the beginning of its SHA-256, which other programs show too", () => {
    for (const key of [publicKeys.fabrikam, postQuantumKey]) {
      const hash = createHash("sha256").update(key).digest("hex").toUpperCase();
      const fingerprint = fingerprintOf(key);
      assert.match(fingerprint, /^([0-9A-F]{4} ){7}[0-9A-F]{4}$/);
      assert.equal(fingerprint.replaceAll(" ", ""), hash.slice(0, 32));
    }
  });

  it("stands beside a key that is short enough for a line", () => {
    assert.equal(shortenedKey("age1abcdefghijklmnopqrstuvwxyz"), "age1abcdefgh…uvwxyz");
  });
});
