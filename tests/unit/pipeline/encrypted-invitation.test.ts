import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { FailureCode } from "../../../src/core/failures.ts";
import { Secret } from "../../../src/core/secret.ts";
import { encryptText, type KeyPair, makeKeyPair } from "../../../src/delivery/encryption.ts";
import { fingerprintOf } from "../../../src/delivery/fingerprint.ts";
import { codeFromFile } from "../../../src/pipeline/encrypted-invitation.ts";
import { readInvitation } from "../../../src/pipeline/read-invitation.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { encryptQuickly, passphrase } from "../../support/quick-encryption.ts";

const code = "eyJjb2RlIjoiaW52aXRhdGlvbiJ9";

describe("An invitation in an encrypted file", () => {
  let folder: string;
  let pair: KeyPair;
  let file: string;
  const written = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const forPair = (text: string) => encryptText(text, { kind: "recipients", recipients: [pair.recipient] });
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "encrypted-invitation-"));
    pair = await makeKeyPair();
    file = written("a.invitation.age", await forPair(code));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const secret = (text: string | undefined) => (text === undefined ? undefined : new Secret(text));
  const open = (key?: string, path = file, given?: string, agent = new FakeAgent()) =>
    codeFromFile(agent, { code: secret(given), file: path, key: secret(key) });

  it("is opened with a private key, with the path of a file with it, and with a passphrase", async () => {
    const agent = new FakeAgent();
    assert.equal((await open(pair.identity, file, undefined, agent)).reveal(), code);
    assert.deepEqual(agent.registered, [pair.identity, code]);
    const keyFiles = [
      written("key.txt", `# public key: ${pair.recipient}\r\n${pair.identity}\r\n`),
      written("utf16.txt", Buffer.from(`\ufeff${pair.identity}`, "utf16le")),
      written("two.txt", `${pair.identity}\n${pair.identity.slice(0, -1)}`),
    ];
    for (const path of keyFiles) assert.equal((await open(path)).reveal(), code, path);
    const protectedFile = written("passphrase.age", await encryptQuickly(code));
    assert.equal((await open(passphrase, protectedFile)).reveal(), code);
  });

  it("is read only where the inputs or the admin ask for it", async () => {
    const inputs = { invitationFile: file, decryptionKey: pair.identity };
    assert.equal((await readInvitation(new FakeAgent({ inputs }), true))?.reveal(), code);
    const plain = new FakeAgent({ inputs: { invitationCode: ` ${code} ` } });
    assert.equal((await readInvitation(plain, false))?.reveal(), code);
    await failsWith("EXA706", () => readInvitation(plain, true));
    assert.equal(await readInvitation(new FakeAgent(), false), undefined);
  });

  it("names the fingerprint of a key that does not fit", async () => {
    const other = await makeKeyPair();
    const words = await failsWith("EXA713", () => open(other.identity));
    assert.ok(words.includes(fingerprintOf(other.recipient)), words);
  });

  const text = (key: string, path: () => string, failure: FailureCode, words: RegExp) =>
    [() => key, path, failure, words] as const;
  const here = () => file;
  const refusals: readonly (readonly [key: () => string, path: () => string, code: FailureCode, words: RegExp])[] = [
    text("$(exalateKey)", here, "EXA102", /"decryptionKey" contains a variable/),
    text("any key", () => "$(download.path)/x.age", "EXA102", /"invitationFile" contains "\$\(download\.path\)"/),
    text("any key", () => join(folder, "none.age"), "EXA711", /There is no file .*none\.age/),
    text("any key", () => folder, "EXA711", /There is no file/),
    text("any key", () => `/${"x".repeat(300)}-----BEGIN AGE`, "EXA711", /is the content of a file, not its path/),
    text("any key", () => written("large.age", "x".repeat(300_000)), "EXA711", /larger than 256 KiB/),
    text("any key", () => written("plain.txt", "code"), "EXA712", /not encrypted with age/),
    text("any key", here, "EXA713", /encrypted for a public key/),
    text("/no/such/key.txt", here, "EXA714", /looks like a path/),
    [() => pair.recipient, here, "EXA714", /is a public key/],
    [() => pair.identity.slice(0, -1), here, "EXA714", /is not a whole private key/],
    [() => file, here, "EXA714", /names an encrypted invitation/],
    [() => written("other.txt", "a key"), here, "EXA714", /names a file without a private key/],
    [() => written("cut.age", "-----BEGIN AGE ENCRYPTED FILE-----\nAAAA"), here, "EXA714", /key file that is damaged/],
    [
      () => pair.identity,
      () => written("cut.invitation.age", "-----BEGIN AGE ENCRYPTED FILE-----"),
      "EXA712",
      /damaged/,
    ],
  ];
  for (const [key, path, failure, words] of refusals) {
    it(`is refused with ${failure}: ${words.source}`, async () =>
      assert.match(await failsWith(failure, () => open(key(), path())), words));
  }

  it("is refused with a protected key file, with other content, and for a passphrase without one", async () => {
    const protectedKey = written("key.age", await encryptQuickly(pair.identity));
    assert.match(await failsWith("EXA714", () => open(protectedKey)), /itself protected/);
    const withKey = written("wrong.age", await forPair(pair.identity));
    assert.match(await failsWith("EXA712", () => open(pair.identity, withKey)), /not an invitation code/);
    const withPassphrase = written("passphrase.age", await encryptQuickly(code));
    assert.match(await failsWith("EXA713", () => open(pair.identity, withPassphrase)), /with a passphrase/);
    assert.match(await failsWith("EXA713", () => open("another passphrase", withPassphrase)), /does not open/);
  });

  it("is refused when it is given twice, or without the file or the key", async () => {
    assert.match(await failsWith("EXA710", () => open("key", file, code)), /"invitationCode" and "invitationFile"/);
    assert.match(await failsWith("EXA710", () => open("key", "", code)), /"invitationCode" and "decryptionKey"/);
    assert.match(await failsWith("EXA710", () => open("key", "")), /"invitationFile" is missing or names a folder/);
    assert.match(await failsWith("EXA710", () => open(undefined)), /"decryptionKey" is empty/);
  });
});
