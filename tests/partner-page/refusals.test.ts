import assert from "node:assert/strict";
import { it } from "mocha";
import { encryptText, makeKeyPair } from "../../src/delivery/encryption.ts";
import { fingerprintOf } from "../../src/delivery/fingerprint.ts";
import { describeInBrowser } from "../console/browser-tests.ts";
import { encryptQuickly, passphrase } from "../support/quick-encryption.ts";
import { code, everythingIn, fileName, privateKey, refuses, withPage } from "./page-tests.ts";

async function encrypted(text: string, recipient: string) {
  return { name: fileName, content: await encryptText(text, { kind: "recipients", recipients: [recipient] }) };
}

/** The beginning of a file, as a broken download leaves it. */
function cut({ name, content }: { name: string; content: string }, characters: number) {
  return { name, content: content.slice(0, characters) };
}

const notAnInvitation = /^This is not an encrypted invitation\. Choose the file/;
const damaged = /^The file is damaged or cut off\. Save it again from the mail/;

describeInBrowser("The partner's page, when something is wrong", (browser) => {
  it("refuses what is no encrypted invitation, and then takes a good one", () =>
    withPage(browser(), async (person) => {
      const { identity, recipient } = await makeKeyPair();
      const good = await encrypted(code, recipient);
      const given = (content: string | Uint8Array) => person.giveInvitation({ name: "x", content });
      await refuses(given("Hello"), notAnInvitation);
      await refuses(given(""), notAnInvitation);
      await refuses(given(recipient), notAnInvitation);
      await refuses(given(`# created\n${identity}\n`), /^This is a private key, not the invitation\./);
      await refuses(
        given(new Uint8Array(300_000)),
        /^This file is too large: an invitation or a key has at most 256 KiB/,
      );
      await refuses(person.giveInvitation(cut(good, 300)), damaged);
      const field = person.page.getByLabel("Encrypted invitation", { exact: true });
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      await person.page.getByText("Paste its text instead").click();
      await person.page.getByRole("button", { name: "Use this text" }).click();
      await person.page.getByText("There is no text yet.").waitFor();
      await person.openWithIdentity(good, identity);
      assert.equal(await person.shownCode(), code);
    }));

  it("takes one file at a time", () =>
    withPage(browser(), async ({ page }) => {
      await page.evaluate(`(() => {
        const dataTransfer = new DataTransfer();
        for (const name of ["a", "b"]) dataTransfer.items.add(new File(["x"], name));
        document.querySelector("#invitation .drop").dispatchEvent(new DragEvent("drop", { dataTransfer }));
      })()`);
      await page.getByText("Give one file at a time.").waitFor();
    }));

  it("shows the fingerprint of a key that does not fit", () =>
    withPage(browser(), async (person) => {
      const [right, wrong, other] = [await makeKeyPair(), await makeKeyPair(), await makeKeyPair()];
      const file = await encrypted(code, right.recipient);
      const shown = fingerprintOf(wrong.recipient);
      await refuses(
        person.openWithIdentity(file, wrong.identity),
        new RegExp(`gave is ${shown}\\. Compare with the fingerprint`),
      );
      const both = { name: "keys", content: `${wrong.identity}\n${other.identity}` };
      await person.giveKey(both);
      await person.page.getByText(`are ${shown} and ${fingerprintOf(other.recipient)}.`).waitFor();
      await person.giveKey({ name: "keys", content: `${both.content}\n${right.identity}` });
      assert.equal(await person.shownCode(), code);
    }));

  it("refuses what is no private key", () =>
    withPage(browser(), async (person) => {
      const { identity, recipient } = await makeKeyPair();
      const file = await encrypted(code, recipient);
      await person.giveInvitation(file);
      const alert = person.page.locator("#private-key-error");
      const cases: [content: string | Uint8Array, message: RegExp][] = [
        [`Our key: ${recipient}`, /^This is a public key: it can only encrypt\./],
        [file.content, /^This is an encrypted invitation, not a private key\./],
        [identity.slice(0, -1), /^This private key is damaged, or of a kind that this page cannot use\./],
        ["-----BEGIN OPENSSH PRIVATE KEY-----", /^This private key is damaged, or of a kind/],
        ["Hello", /^This contains no private key\./],
        [new Uint8Array(300_000), /^This file is too large/],
      ];
      for (const [content, message] of cases) {
        await person.giveKey({ name: "x", content });
        await alert.filter({ hasText: message }).waitFor();
      }
      await person.giveKey({ name: "key", content: identity });
      assert.equal(await person.shownCode(), code);
    }));

  it("refuses a wrong passphrase, and then takes the right one", () =>
    withPage(browser(), async (person) => {
      const file = { name: fileName, content: await encryptQuickly(code) };
      await refuses(person.openWithPassphrase(file, "another one"), /^This is not the passphrase of the invitation\./);
      await refuses(person.tryPassphrase(" "), /^The passphrase is missing\.$/);
      await person.page.getByRole("checkbox", { name: "Show the passphrase" }).check();
      await person.tryPassphrase(passphrase);
      assert.equal(await person.shownCode(), code);
    }));

  it("refuses the wrong passphrase of a protected key, and a protected key that does not fit", () =>
    withPage(browser(), async (person) => {
      const [right, wrong] = [await makeKeyPair(), await makeKeyPair()];
      const content = await encryptQuickly(wrong.identity);
      const file = await encrypted(code, right.recipient);
      const opening = person.openWithIdentity(file, { name: "key.age", content }, "another one");
      await refuses(opening, /^This is not the passphrase of the private key\./);
      await person.page.getByLabel("Passphrase of the private key file").fill(passphrase);
      await person.page.getByRole("button", { name: "Open the invitation" }).click();
      await person.page.getByText(`gave is ${fingerprintOf(wrong.recipient)}.`).waitFor();
      await person.page.getByRole("button", { name: "Give another private key" }).click();
      await person.giveKey(right.identity);
      assert.equal(await person.shownCode(), code);
    }));

  it("never shows the private key when its protected file is given as the invitation", () =>
    withPage(browser(), async (person) => {
      const file = { name: "key.age", content: await encryptQuickly(`# created\n${(await makeKeyPair()).identity}`) };
      await refuses(
        person.openWithPassphrase(file, passphrase),
        /^The file was opened, but it contains a private key, which is not shown/,
      );
      assert.doesNotMatch(await everythingIn(person), privateKey);
      assert.equal(await person.page.getByLabel("Invitation code").isVisible(), false);
    }));

  it("refuses a file that contains something else than a code", () =>
    withPage(browser(), async (person) => {
      const { identity, recipient } = await makeKeyPair();
      const opening = person.openWithIdentity(await encrypted("a\u0000b", recipient), identity);
      await refuses(opening, /^The file was opened, but it contains no invitation code\./);
    }));

  it("refuses a file whose content was changed or cut", () =>
    withPage(browser(), async (person) => {
      const { identity, recipient } = await makeKeyPair();
      const { content } = await encrypted(code, recipient);
      const binary = Buffer.from(content.replace(/-----.*-----|\n/g, ""), "base64");
      await refuses(person.openWithIdentity({ name: fileName, content: binary.subarray(0, -20) }, identity), damaged);
    }));
});
