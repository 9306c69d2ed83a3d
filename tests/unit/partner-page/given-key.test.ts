import assert from "node:assert/strict";
import { generateHybridIdentity } from "age-encryption";
import { describe, it } from "mocha";
import { encryptText, makeKeyPair } from "../../../src/delivery/age.ts";
import { binaryOf } from "../../../src/delivery/age-file.ts";
import { CannotOpen } from "../../../src/delivery/cannot-open.ts";
import { fingerprintOf } from "../../../src/delivery/fingerprint.ts";
import { fingerprintsOf, identitiesInOpened, keyIn } from "../../../src/partner-page/given-key.ts";
import { Problem } from "../../../src/partner-page/problem.ts";
import { words } from "../../../src/partner-page/words.ts";
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

  it("is refused when it is something else, each with its own words", async () => {
    const { identity, recipient } = await makeKeyPair();
    const invitation = await encryptText("code", { kind: "recipients", recipients: [recipient] });
    const cases: [given: string, message: string][] = [
      [invitation, words.invitationAsPrivateKey],
      [`Our key is ${recipient}.`, words.publicKeyAsPrivateKey],
      [identity.slice(0, -1), words.unusablePrivateKey],
      [`${identity.slice(0, 30)}\n${identity.slice(30)}`, words.unusablePrivateKey],
      ["AGE-PLUGIN-YUBIKEY-1QGPQ", words.unusablePrivateKey],
      [recipient.slice(0, -1), words.noPrivateKey],
      ["", words.noPrivateKey],
    ];
    for (const [given, message] of cases) assert.throws(() => keyIn(bytes(given)), new Problem(message));
    assert.throws(() => keyIn(bytes(invitation.slice(0, 200))), new CannotOpen("damaged"));
  });

  it("is refused when the opened file has none", async () => {
    const { identity } = await makeKeyPair();
    assert.deepEqual(identitiesInOpened(bytes(`# created\n${identity}`)), [identity]);
    assert.throws(() => identitiesInOpened(bytes("code")), new Problem(words.noPrivateKey));
  });

  it("has the fingerprints of its public keys", async () => {
    const [one, other] = [await makeKeyPair(), await makeKeyPair()];
    const found = await fingerprintsOf([one.identity, other.identity]);
    assert.deepEqual(found, [fingerprintOf(one.recipient), fingerprintOf(other.recipient)]);
  });
});
