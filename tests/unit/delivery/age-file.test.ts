import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { encryptText } from "../../../src/delivery/age.ts";
import { binaryOf, headerOf } from "../../../src/delivery/age-file.ts";
import { publicKeys } from "../../support/public-keys.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("An age file", () => {
  it("is found in a mail, quoted, with other line ends, with lines broken elsewhere, and as UTF-16", async () => {
    const armored = await encryptText("code", { kind: "recipients", recipients: [publicKeys.fabrikam] });
    const binary = binaryOf(bytes(armored));
    const [begin = "", ...rest] = armored.trim().split("\n");
    const base64 = rest.slice(0, -1).join("");
    const forms = [
      `Hello\n\n${armored}\nregards`,
      armored.replace(/^/gm, "> ").replaceAll("\n", "\r\n"),
      `${begin}\n${base64.replace(/(.{20})/g, "$1\n")}\n${rest.at(-1)}`,
      `${begin} ${base64} ${rest.at(-1)}`,
      `\ufeff${armored}`,
    ];
    for (const form of forms) assert.deepEqual(binaryOf(bytes(form)), binary, form);
    assert.deepEqual(binaryOf(Buffer.from(`\ufeff${armored}`, "utf16le")), binary);
    assert.deepEqual(binaryOf(binary), binary);
  });

  it("says in its header whether it wants a passphrase", async () => {
    const forKey = binaryOf(bytes(await encryptText("code", { kind: "recipients", recipients: [publicKeys.other] })));
    assert.equal(headerOf(forKey).isForPassphrase, false);
    const passphrase = "-> scrypt salt 18";
    assert.equal(headerOf(bytes(`age-encryption.org/v1\n${passphrase}\nbody\n--- mac`)).isForPassphrase, true);
    assert.throws(() => headerOf(bytes(`age-encryption.org/v1\n${passphrase}`)), { reason: "damaged" });
  });
});
