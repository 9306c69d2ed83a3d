import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { encryptText, makeKeyPair } from "../../../src/delivery/age.ts";
import { binaryOf } from "../../../src/delivery/age-file.ts";
import { CannotOpen } from "../../../src/delivery/cannot-open.ts";
import { givenInvitation } from "../../../src/partner-page/given-invitation.ts";
import { Problem } from "../../../src/partner-page/problem.ts";
import { words } from "../../../src/partner-page/words.ts";
import { encryptQuickly } from "../../support/quick-encryption.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("What is given as the invitation", () => {
  it("says whether a passphrase or a private key opens it, armored or binary", async () => {
    const { recipient } = await makeKeyPair();
    const forKey = bytes(await encryptText("code", { kind: "recipients", recipients: [recipient] }));
    const forPassphrase = bytes(await encryptQuickly("code"));
    for (const [given, isForPassphrase] of [
      [forKey, false],
      [forPassphrase, true],
    ] as const) {
      const file = binaryOf(given);
      assert.deepEqual(givenInvitation(given), { file, isForPassphrase });
      assert.deepEqual(givenInvitation(file), { file, isForPassphrase });
    }
  });

  it("is refused when it is a private key, also as UTF-16", async () => {
    const { identity } = await makeKeyPair();
    const utf16 = Buffer.from(`\ufeff${identity}`, "utf16le");
    for (const given of [bytes(identity), utf16])
      assert.throws(() => givenInvitation(given), new Problem(words.privateKeyAsInvitation));
  });

  it("is refused when it is something else or cut", async () => {
    assert.throws(() => givenInvitation(bytes("Hello")), new CannotOpen("not an age file"));
    assert.throws(() => givenInvitation(bytes("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl")), new CannotOpen("damaged"));
    assert.throws(() => givenInvitation(bytes("age-encryption.org/v1\n-> X25519 ")), new CannotOpen("damaged"));
  });
});
