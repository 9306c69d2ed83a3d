import assert from "node:assert/strict";
import { generateHybridIdentity } from "age-encryption";
import { describe, it } from "mocha";
import { binaryOf } from "../../../src/delivery/age-file.ts";
import { CannotOpen } from "../../../src/delivery/cannot-open.ts";
import { encryptText, makeKeyPair } from "../../../src/delivery/encryption.ts";
import { fingerprintOf } from "../../../src/delivery/fingerprint.ts";
import { fingerprintsOf, identitiesInOpened, keyIn } from "../../../src/delivery/given-key.ts";
import { NoPrivateKey } from "../../../src/delivery/no-private-key.ts";
import { encryptQuickly } from "../../support/quick-encryption.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("What is given as the private key", () => {
  it("is every usable key in a text, in any case", async () => {
    const [one, other] = [(await makeKeyPair()).identity, await generateHybridIdentity()];
    const text = `# created\n${one.toLowerCase()}\n${other}\n${one.slice(0, -1)}\n`;
    assert.deepEqual(keyIn(bytes(text)), { kind: "identities", identities: [one, other] });
  });

  it("may be protected with a passphrase", async () => {
    const given = bytes(await encryptQuickly("key"));
    assert.deepEqual(keyIn(given), { kind: "protected", file: binaryOf(given) });
  });

  it("is refused when it is something else, and says what it is", async () => {
    const { identity, recipient } = await makeKeyPair();
    const invitation = await encryptText("code", { kind: "recipients", recipients: [recipient] });
    const cases: [given: string, what: NoPrivateKey["what"]][] = [
      [invitation, "an encrypted invitation"],
      [`Our key is ${recipient}.`, "a public key"],
      [identity.slice(0, -1), "an unusable private key"],
      [`${identity.slice(0, 30)}\n${identity.slice(30)}`, "an unusable private key"],
      ["AGE-PLUGIN-YUBIKEY-1QGPQQQQQ", "an unusable private key"],
      [recipient.slice(0, -1), "something else"],
      ["", "something else"],
    ];
    for (const [given, what] of cases) assert.throws(() => keyIn(bytes(given)), new NoPrivateKey(what));
    assert.throws(() => keyIn(bytes(invitation.slice(0, 200))), new CannotOpen("damaged"));
  });

  it("is refused when the opened file has none", async () => {
    const { identity } = await makeKeyPair();
    assert.deepEqual(identitiesInOpened(bytes(`# created\n${identity}`)), [identity]);
    assert.throws(() => identitiesInOpened(bytes("code")), new NoPrivateKey("something else"));
  });

  it("has the fingerprints of its public keys", async () => {
    const [one, other] = [await makeKeyPair(), await makeKeyPair()];
    const found = await fingerprintsOf([one.identity, other.identity]);
    assert.deepEqual(found, [fingerprintOf(one.recipient), fingerprintOf(other.recipient)]);
  });
});
