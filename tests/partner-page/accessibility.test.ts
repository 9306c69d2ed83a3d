import assert from "node:assert/strict";
import { it } from "mocha";
import { encryptText, makeKeyPair } from "../../src/delivery/age.ts";
import { describeInBrowser } from "../console/browser-tests.ts";
import { assertAccessible, focused } from "../console/page-checks.ts";
import { encryptQuickly } from "../support/quick-encryption.ts";
import { code, fileName, refuses, withPage } from "./page-tests.ts";

describeInBrowser("The accessibility of the partner's page", (browser) => {
  it("holds in every state, in both color schemes, and in a narrow window", () =>
    withPage(browser(), async (person) => {
      const { page } = person;
      await assertAccessible(page, "start");
      await page.getByText("Licenses of the software").click();
      await page.getByText("Paste its text instead").click();
      await assertAccessible(page, "licenses and pasting");
      await page.getByRole("button", { name: "Make a key" }).click();
      await refuses(person.saveKey("short"), /15 are needed/);
      await assertAccessible(page, "a passphrase that is refused");
      await page.getByLabel("Protect the file").uncheck();
      const file = await person.saveKey();
      await assertAccessible(page, "a saved key");
      await refuses(person.giveInvitation({ name: "x", content: "x" }), /not an encrypted invitation/);
      await assertAccessible(page, "a refused invitation");
      await person.giveInvitation({ name: fileName, content: await encryptQuickly(code) });
      await assertAccessible(page, "asking for the passphrase");
      await page.getByRole("button", { name: "Choose another invitation" }).click();
      const recipients = [await page.getByLabel("Public key").inputValue()];
      await person.giveInvitation({
        name: fileName,
        content: await encryptText(code, { kind: "recipients", recipients }),
      });
      await person.giveKey((await makeKeyPair()).identity);
      await page.getByText("Compare with the fingerprint").waitFor();
      await assertAccessible(page, "a key that does not fit");
      await person.giveKey({ name: "key.age", content: await encryptQuickly(file.content.toString()) });
      await assertAccessible(page, "asking for the passphrase of the key");
      await page.getByRole("button", { name: "Give another private key" }).click();
      await person.giveKey(file);
      await person.shownCode();
      await assertAccessible(page, "the code");
      await person.forget();
      await assertAccessible(page, "forgotten");
    }));

  it("marks what has the focus, and has its landmarks", () =>
    withPage(browser(), async ({ page }) => {
      for (const role of ["banner", "main", "contentinfo"] as const)
        assert.equal(await page.getByRole(role).count(), 1);
      for (const name of ["The first time: make your key", "Open an invitation"])
        assert.equal(await page.getByRole("region", { name }).count(), 1);
      await page.keyboard.press("Tab");
      assert.equal(await focused(page), "Make a key");
      assert.equal(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"), "solid");
    }));

  it("lets a person make a key, open an invitation and copy the code with the keyboard alone", () =>
    withPage(browser(), async (person) => {
      const { page } = person;
      const { keyboard } = page;
      const press = async (...keys: string[]) => {
        for (const key of keys) await keyboard.press(key);
      };
      const assertFocus = async (expected: string) => assert.equal(await focused(page), expected);
      await press("Tab", "Enter");
      await page.getByLabel("Protect the file").waitFor();
      await assertFocus("1. Save the private key");
      await press("Tab", "Tab");
      await assertFocus("Save the private key");
      const downloading = page.waitForEvent("download");
      await press("Enter");
      await downloading;
      await assertFocus("2. Send the public key");
      await press("Tab");
      await assertFocus("Public key");
      const recipient = await page.evaluate<string>("getSelection().toString()");
      await press("Tab", "Enter");
      await page.getByText("Copied.").waitFor();
      await press("Tab");
      await assertFocus("Encrypted invitation");
      await press("Tab", "Enter", "Tab");
      await assertFocus("Text of the encrypted invitation");
      const { identity, recipient: other } = await makeKeyPair();
      await keyboard.insertText(await encryptText(code, { kind: "recipients", recipients: [recipient, other] }));
      await press("Tab", "Enter");
      await assertFocus("Give your private key");
      await press("Tab", "Tab", "Enter", "Tab");
      await assertFocus("Text of the private key");
      await keyboard.insertText(identity);
      await press("Tab", "Enter");
      await page.getByRole("heading", { name: "The invitation is open" }).waitFor();
      await assertFocus("The invitation is open");
      await press("Tab", "Tab", "Tab");
      await assertFocus("Show the code");
      await press("Enter", "Shift+Tab", "Shift+Tab");
      await assertFocus("Invitation code");
      assert.equal(await page.evaluate("getSelection().toString()"), code);
      await press("Tab", "Enter");
      await page.locator("#copy-code-status", { hasText: "Copied." }).waitFor();
      assert.equal(await page.evaluate("navigator.clipboard.readText()"), code);
      await press("Tab", "Tab");
      await assertFocus("Forget everything");
      await press("Enter");
      await assertFocus("Encrypted invitation");
    }));
});
