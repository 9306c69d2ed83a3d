import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { armor, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { it } from "mocha";
import { encryptText, makeKeyPair } from "../../src/delivery/age.ts";
import { describeInBrowser } from "../console/browser-tests.ts";
import { age, ageWithPassphrase, whyNoAge } from "../support/age-program.ts";
import type { PartnerPagePerson } from "../support/partner-page-person.ts";
import { encryptQuickly, passphrase } from "../support/quick-encryption.ts";
import { code, everythingIn, fileName, privateKey, withPage } from "./page-tests.ts";

async function invitationFor(...recipients: string[]) {
  return { name: fileName, content: await encryptText(code, { kind: "recipients", recipients }) };
}

/** Drops a file on the place with this label, as a mouse does. */
async function drop({ page }: PartnerPagePerson, label: string, name: string, content: string): Promise<void> {
  const data = await page.evaluateHandle(
    `(() => { const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)})); return data; })()`,
  );
  const place = page.locator(".drop", { has: page.getByLabel(label, { exact: true }) });
  for (const event of ["dragover", "drop"]) await place.dispatchEvent(event, { dataTransfer: data });
}

describeInBrowser("The partner's page, opening an invitation", (browser) => {
  it("opens it with the key that it made, and hides the code at first", () =>
    withPage(browser(), async (person) => {
      const { recipient, file } = await person.makeKey();
      await person.page.reload();
      await person.openWithIdentity(await invitationFor((await makeKeyPair()).recipient, recipient), file);
      assert.ok(!(await everythingIn(person)).includes(code.slice(-40)), "the code is not hidden");
      assert.equal(await person.copiedCode(), code);
      assert.equal(await person.shownCode(), code);
      await person.page.getByRole("button", { name: "Show the code" }).click();
      assert.ok(!(await everythingIn(person)).includes(code.slice(-40)), "the code is not hidden again");
      assert.doesNotMatch(await everythingIn(person), privateKey);
    }));

  it("opens it with the protected key that it made", () =>
    withPage(browser(), async (person) => {
      const { recipient, file } = await person.makeKey(passphrase);
      await person.openWithIdentity(await invitationFor(recipient), file, passphrase);
      assert.equal(await person.shownCode(), code);
    }));

  it("opens it with a passphrase, and asks for nothing else", () =>
    withPage(browser(), async (person) => {
      await person.giveInvitation({ name: fileName, content: await encryptQuickly(code) });
      assert.equal(await person.page.getByText("Give your private key").isVisible(), false);
      await person.tryPassphrase(` ${passphrase}`);
      assert.equal(await person.shownCode(), code);
      assert.ok(!(await everythingIn(person)).includes(passphrase), "the page still contains the passphrase");
    }));

  it("opens it with a pasted key of the post-quantum form, from a binary file", () =>
    withPage(browser(), async (person) => {
      const identity = await generateHybridIdentity();
      const encrypter = new Encrypter();
      encrypter.addRecipient(await identityToRecipient(identity));
      const content = await encrypter.encrypt(code);
      await person.openWithIdentity({ name: "binary.age", content }, ` ${identity.toLowerCase()}\n`);
      assert.equal(await person.shownCode(), code);
      assert.match(armor.encode(content), /^-----BEGIN/);
    }));

  it("takes the text of a mail, with its lines quoted", () =>
    withPage(browser(), async (person) => {
      const { identity, recipient } = await makeKeyPair();
      const { content } = await invitationFor(recipient);
      const quoted = content.replace(/^/gm, "> ");
      await person.page.getByText("Paste its text instead").click();
      await person.page.getByLabel("Text of the encrypted invitation").fill(`Hello,\r\n${quoted}\r\nBye`);
      await person.page.getByRole("button", { name: "Use this text" }).click();
      await person.page.getByText("Pasted text").waitFor();
      await person.giveKey(identity);
      assert.equal(await person.shownCode(), code);
    }));

  it("takes files that are dropped, also with lines as Windows writes them and as UTF-16", () =>
    withPage(browser(), async (person) => {
      const { identity, recipient } = await makeKeyPair();
      const { content } = await invitationFor(recipient);
      await drop(person, "Encrypted invitation", "a‮b.age", content.replaceAll("\n", "\r\n"));
      await person.page.getByText("a<U+202E>b.age").waitFor();
      const text = Buffer.from(`\ufeff# created\r\n${identity}\r\n`, "utf16le");
      await person.giveKey({ name: "key.txt", content: text });
      assert.equal(await person.shownCode(), code);
      await person.page.getByRole("button", { name: "Choose another invitation" }).click();
      assert.equal(await person.page.getByLabel("Invitation code").isVisible(), false);
      await drop(person, "Encrypted invitation", fileName, content);
      await drop(person, "Private key", "key.txt", identity);
      assert.equal(await person.shownCode(), code);
    }));

  it("stays when a file is dropped beside its place", () =>
    withPage(browser(), async ({ page }) => {
      const dropped = `document.querySelector("h1").dispatchEvent(
        new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() }))`;
      assert.equal(await page.evaluate<boolean>(dropped), false);
    }));

  it("says that it opens, before it is busy with the passphrase", () =>
    withPage(browser(), async (person) => {
      await person.giveInvitation({ name: fileName, content: await encryptQuickly(code) });
      // The library begins its work with a stream.
      await person.page.evaluate(`(() => {
        const place = document.getElementById("opening");
        globalThis.order = [];
        const look = () => { if (place.textContent !== "") order.push(place.textContent); requestAnimationFrame(look); };
        requestAnimationFrame(look);
        globalThis.ReadableStream = new Proxy(ReadableStream, {
          construct(target, given) { order.push("work"); return Reflect.construct(target, given); },
        });
      })()`);
      await person.tryPassphrase(passphrase);
      const order = await person.page.evaluate<string[]>("order");
      assert.equal(order[0], "Opening… With a passphrase this takes a few seconds.");
      assert.equal(order.includes("work"), true);
    }));

  const noAge = whyNoAge();
  it(`opens what the age program wrote${noAge === undefined ? "" : ` (skipped: ${noAge})`}`, async function () {
    if (noAge !== undefined) this.skip();
    const { identity, recipient } = await makeKeyPair();
    const folder = mkdtempSync(join(tmpdir(), "partner-page-"));
    try {
      const [plain, encrypted] = [join(folder, "code"), join(folder, "code.age")];
      writeFileSync(plain, code);
      ageWithPassphrase(["-p", "-o", encrypted, plain], passphrase);
      await withPage(browser(), async (person) => {
        for (const options of [["-a"], []]) {
          const content = age([...options, "-r", recipient], `${code}\n`);
          await person.openWithIdentity({ name: fileName, content }, identity);
          assert.equal(await person.shownCode(), code);
          await person.page.getByRole("button", { name: "Choose another invitation" }).click();
        }
        await person.openWithPassphrase({ name: fileName, content: readFileSync(encrypted) }, passphrase);
        assert.equal(await person.shownCode(), code);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
