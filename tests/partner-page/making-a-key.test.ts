import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "mocha";
import { decryptFile, encryptText, recipientOf } from "../../src/delivery/encryption.ts";
import { fingerprintOf } from "../../src/delivery/fingerprint.ts";
import { describeInBrowser } from "../console/browser-tests.ts";
import { age, ageWithPassphrase, whyNoAge } from "../support/age-program.ts";
import { passphrase } from "../support/quick-encryption.ts";
import { everythingIn, privateKey, refuses, withPage } from "./page-tests.ts";

const keyFile =
  /^# created: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n# public key: (age1[a-z0-9]{58})\n(AGE-SECRET-KEY-1[A-Z0-9]{58})\n$/;

/** Runs a test with a folder for the files of age. */
function withFolder(test: (inFolder: (name: string) => string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "partner-page-"));
  try {
    test((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describeInBrowser("The partner's page, making a key", (browser) => {
  it("saves the private key as age-keygen does, and then shows the public key and its fingerprint", () =>
    withPage(browser(), async (person) => {
      const { recipient, fingerprint, file } = await person.makeKey();
      assert.equal(file.name, "exalate-private-key.txt");
      const [, savedRecipient, identity = ""] = keyFile.exec(file.content.toString()) ?? [];
      assert.equal(savedRecipient, recipient);
      assert.equal(await recipientOf(identity), recipient);
      assert.equal(fingerprint, fingerprintOf(recipient));
      assert.doesNotMatch(await everythingIn(person), privateKey);
      await person.page.getByRole("button", { name: "Copy the public key" }).click();
      await person.page.getByText("Copied.").waitFor();
      assert.equal(await person.page.evaluate("navigator.clipboard.readText()"), recipient);
    }));

  it("makes another key each time", () =>
    withPage(browser(), async (person) => {
      const first = await person.makeKey();
      await person.page.reload();
      assert.notEqual((await person.makeKey()).recipient, first.recipient);
    }));

  it("encrypts the private key with a passphrase, typed twice", () =>
    withPage(browser(), async (person) => {
      const { recipient, file } = await person.makeKey(passphrase);
      assert.equal(file.name, "exalate-private-key.txt.age");
      assert.match(file.content.toString(), /^-----BEGIN AGE ENCRYPTED FILE-----\n/);
      const opened = await decryptFile(Buffer.from(file.content), { kind: "passphrase", passphrase });
      assert.equal(keyFile.exec(Buffer.from(opened).toString())?.[1], recipient);
      assert.ok(!(await everythingIn(person)).includes(passphrase), "the page still contains the passphrase");
    }));

  it("refuses a passphrase that is missing, short or typed differently", () =>
    withPage(browser(), async (person) => {
      const { page } = person;
      await page.getByRole("button", { name: "Make a key" }).click();
      await refuses(person.saveKey(""), /^The passphrase is missing\.$/);
      await refuses(
        person.saveKey("short"),
        /^The passphrase has 5 characters; at least 15 are needed\. Let a password manager/,
      );
      await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
      await page.getByLabel("The same passphrase again").fill(`${passphrase}s`);
      await page.getByRole("button", { name: "Save the private key" }).click();
      await page.getByText("The two passphrases are different.").waitFor();
      assert.equal(await page.getByLabel("Passphrase", { exact: true }).getAttribute("aria-invalid"), "true");
      assert.equal(await page.getByLabel("Public key").isVisible(), false);
    }));

  it("saves the same key again", () =>
    withPage(browser(), async (person) => {
      const { file } = await person.makeKey();
      await person.page.getByRole("button", { name: "Save it again" }).click();
      assert.equal((await person.saveKey()).content.toString(), file.content.toString());
    }));

  it("warns before it is left with a key that is not saved, or whose public key was not copied", () =>
    withPage(browser(), async (person) => {
      const asked: string[] = [];
      person.page.on("dialog", (dialog) => {
        asked.push(dialog.type());
        void dialog.accept();
      });
      await person.page.reload();
      await person.page.getByRole("button", { name: "Make a key" }).click();
      await person.page.getByRole("button", { name: "Save the private key" }).waitFor();
      assert.deepEqual(asked, []);
      await person.page.reload();
      assert.deepEqual(asked, ["beforeunload"]);
      await person.makeKey();
      await person.page.reload();
      assert.deepEqual(asked, ["beforeunload", "beforeunload"]);
      await person.makeKey();
      await person.page.getByRole("button", { name: "Copy the public key" }).click();
      await person.page
        .getByText(/^Copied\.|The browser refused/)
        .first()
        .waitFor();
      await person.page.reload();
      assert.equal(asked.length, 2);
    }));

  const noAge = whyNoAge();
  it(`makes keys that the age program uses${noAge === undefined ? "" : ` (skipped: ${noAge})`}`, async function () {
    if (noAge !== undefined) this.skip();
    await withPage(browser(), async (person) => {
      const made = await person.makeKey();
      const encrypted = await encryptText("for age", { kind: "recipients", recipients: [made.recipient] });
      await person.page.reload();
      const other = await person.makeKey(passphrase);
      withFolder((inFolder) => {
        writeFileSync(inFolder("key.txt"), made.file.content);
        assert.equal(age(["-d", "-i", inFolder("key.txt")], encrypted).toString(), "for age");
        writeFileSync(inFolder("key.age"), other.file.content);
        writeFileSync(inFolder("message.age"), age(["-r", other.recipient], "from age"));
        const decrypting = ["-d", "-i", inFolder("key.age"), "-o", inFolder("message"), inFolder("message.age")];
        ageWithPassphrase(decrypting, passphrase);
        assert.equal(readFileSync(inFolder("message"), "utf8"), "from age");
      });
    });
  });
});
