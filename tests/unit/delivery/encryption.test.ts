import assert from "node:assert/strict";
import { generateHybridIdentity } from "age-encryption";
import fc from "fast-check";
import { before, describe, it } from "mocha";
import { CannotOpen, type Reason } from "../../../src/delivery/cannot-open.ts";
import {
  decryptFile,
  encryptText,
  isIdentity,
  isRecipient,
  type KeyPair,
  makeKeyPair,
  type OpeningKey,
  openInvitation,
  recipientOf,
} from "../../../src/delivery/encryption.ts";
import { postQuantumKey, publicKeys } from "../../support/public-keys.ts";
import { encryptQuickly } from "../../support/quick-encryption.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

async function reasonOf(opening: Promise<unknown>): Promise<Reason | "opened"> {
  const outcome = await opening.then(
    () => "opened" as const,
    (error: unknown) => error,
  );
  if (outcome === "opened") return outcome;
  assert.ok(outcome instanceof CannotOpen, String(outcome));
  return outcome.reason;
}

describe("Encryption with age", () => {
  let own: KeyPair;
  let key: OpeningKey;
  before(async () => {
    own = await makeKeyPair();
    key = { kind: "identities", identities: [own.identity] };
  });
  const forOwn = (text: string) => encryptText(text, { kind: "recipients", recipients: [own.recipient] });

  it("gives back any text, as armored ASCII in between", async () => {
    const code = fc.string({ unit: "binary", minLength: 1, maxLength: 3000 });
    await fc.assert(
      fc.asyncProperty(code, async (text) => {
        const file = await forOwn(text);
        assert.match(file, /^-----BEGIN AGE ENCRYPTED FILE-----\n[A-Za-z0-9+/=\n]+-----END AGE ENCRYPTED FILE-----\n$/);
        const wellFormed = Buffer.from(text).toString();
        assert.equal(Buffer.from(await decryptFile(bytes(file), key)).toString(), wellFormed);
      }),
      { numRuns: 30 },
    );
  });

  it("opens a file for several keys with each of them, also a post-quantum key", async () => {
    const [other, postQuantum] = [await makeKeyPair(), await generateHybridIdentity()];
    const recipients = [own.recipient, await recipientOf(postQuantum), other.recipient];
    const file = bytes(await encryptText("the code", { kind: "recipients", recipients }));
    for (const identity of [own.identity, postQuantum, other.identity])
      assert.equal(await openInvitation(file, { kind: "identities", identities: [identity] }), "the code");
  });

  it("tells why a file cannot be opened, whatever is cut off or changed", async () => {
    const file = await forOwn("an invitation code of some length, so that there are several lines of base64");
    const reasons = new Set<string>();
    for (let length = 0; length < file.length - 1; length += 7)
      reasons.add(await reasonOf(decryptFile(bytes(file.slice(0, length)), key)));
    assert.deepEqual([...reasons].sort(), ["damaged", "not an age file"]);
    for (let at = 40; at < file.length - 40; at += 11) {
      const other = file[at] === "A" ? "B" : "A";
      const changed = file.slice(0, at) + other + file.slice(at + 1);
      const reason = await reasonOf(decryptFile(bytes(changed), key));
      assert.ok(["damaged", "wrong identity", "needs a passphrase"].includes(reason), `${at}: ${reason}`);
    }
  });

  it("raises nothing but its own error for arbitrary bytes", async () => {
    const file = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .uint8Array({ maxLength: 200 })
        .map((rest) => Buffer.concat([Buffer.from("age-encryption.org/v1\n-> X25519 "), rest])),
      fc.string().map((text) => bytes(`-----BEGIN AGE ENCRYPTED FILE-----\n${text}\n-----END AGE ENCRYPTED FILE-----`)),
    );
    await fc.assert(
      fc.asyncProperty(file, async (content) => assert.notEqual(await reasonOf(decryptFile(content, key)), "opened")),
      { numRuns: 200 },
    );
  });

  it("tells a wrong key from a wrong kind of key", async () => {
    const file = bytes(await forOwn("code"));
    const other: OpeningKey = { kind: "identities", identities: [(await makeKeyPair()).identity] };
    const passphrase: OpeningKey = { kind: "passphrase", passphrase: "any passphrase at all" };
    assert.equal(await reasonOf(decryptFile(file, other)), "wrong identity");
    assert.equal(await reasonOf(decryptFile(file, passphrase)), "needs an identity");
    const withPassphrase = bytes(await encryptQuickly("code"));
    assert.equal(await reasonOf(decryptFile(withPassphrase, key)), "needs a passphrase");
    const wrong: OpeningKey = { kind: "passphrase", passphrase: "another" };
    assert.equal(await reasonOf(decryptFile(withPassphrase, wrong)), "wrong passphrase");
  });

  it("refuses a file that asks for more work than age allows, without doing it", async () => {
    const header = ["age-encryption.org/v1", `-> scrypt ${"A".repeat(22)} 30`, "A".repeat(43), `--- ${"A".repeat(43)}`];
    const file = bytes(`${header.join("\n")}\n${"x".repeat(40)}`);
    const reason = await reasonOf(decryptFile(file, { kind: "passphrase", passphrase: "any" }));
    assert.equal(reason, "passphrase too expensive");
  });

  it("does not take a private key or another encrypted file for an invitation code", async () => {
    for (const text of [own.identity, await forOwn("code"), "", " \n", "bell \u0007", "x".repeat(70_000)])
      assert.equal(
        await reasonOf(openInvitation(bytes(await forOwn(text)), key)),
        "not an invitation",
        text.slice(0, 20),
      );
    assert.equal(await openInvitation(bytes(await forOwn("two\r\nlines\n")), key), "two\r\nlines");
  });

  it("knows public and private keys, and nothing that only looks like one", async () => {
    for (const recipient of [own.recipient, publicKeys.fabrikam, postQuantumKey]) {
      assert.equal(isRecipient(recipient), true, recipient);
      assert.equal(isRecipient(recipient.slice(0, -1)), false);
      assert.equal(isRecipient(`${recipient} `), false);
      assert.equal(isRecipient(recipient.toUpperCase()), false);
      assert.equal(isIdentity(recipient), false);
    }
    for (const text of ["", "age1", own.identity, "age1yubikey1qfabrikam", "age1tag1qfabrikam"])
      assert.equal(isRecipient(text), false, text.slice(0, 5));
    assert.deepEqual(
      [isIdentity(own.identity), isIdentity(own.identity.slice(0, -1)), isIdentity("")],
      [true, false, false],
    );
    assert.equal(await recipientOf(own.identity), own.recipient);
  });
});
