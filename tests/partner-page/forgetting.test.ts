import assert from "node:assert/strict";
import { it } from "mocha";
import { encryptText, makeKeyPair } from "../../src/delivery/encryption.ts";
import { describeInBrowser } from "../console/browser-tests.ts";
import type { PartnerPagePerson } from "../support/partner-page-person.ts";
import { encryptQuickly, passphrase } from "../support/quick-encryption.ts";
import { code, everythingIn, fileName, withPage } from "./page-tests.ts";

const cleared = "Cleared, because the page was hidden for ten minutes.";

/** Opens an invitation with a key that was not made in the page, and shows the code. */
async function openAndShow(person: PartnerPagePerson): Promise<void> {
  const { identity, recipient } = await makeKeyPair();
  const content = await encryptText(code, { kind: "recipients", recipients: [recipient] });
  await person.openWithIdentity({ name: fileName, content }, identity);
  assert.equal(await person.shownCode(), code);
}

/** Makes the page believe that its window is hidden, or seen again. */
function setHidden({ page }: PartnerPagePerson, isHidden: boolean): Promise<unknown> {
  return page.evaluate(`(() => {
    Object.defineProperty(document, "hidden", { configurable: true, value: ${isHidden} });
    document.dispatchEvent(new Event("visibilitychange"));
  })()`);
}

/** What the page shows as when it was just opened. */
async function assertEmpty(person: PartnerPagePerson): Promise<void> {
  const everything = await everythingIn(person);
  for (const secret of [code.slice(-40), fileName]) assert.equal(everything.includes(secret), false, secret);
  assert.equal(await person.page.getByLabel("Invitation code").isVisible(), false);
  assert.equal(await person.page.getByLabel("Encrypted invitation", { exact: true }).isVisible(), true);
}

describeInBrowser("The partner's page, forgetting", (browser) => {
  it("clears everything on Forget, and can be used again", () =>
    withPage(browser(), async (person) => {
      const { recipient } = await person.makeKey();
      await openAndShow(person);
      await person.forget();
      await assertEmpty(person);
      assert.equal((await everythingIn(person)).includes(recipient), false);
      await openAndShow(person);
      assert.notEqual((await person.makeKey()).recipient, recipient);
    }));

  it("leaves nothing that Undo or Redo brings back", () =>
    withPage(browser(), async (person) => {
      const { page } = person;
      const invitation = { name: fileName, content: await encryptQuickly(code) };
      const field = page.getByLabel("Passphrase agreed with the sender");
      for (const round of [1, 2]) {
        await person.giveInvitation(invitation);
        await field.click();
        for (const keys of ["Control+z", "Control+z", "Control+y", "Control+Shift+z"]) await page.keyboard.press(keys);
        assert.equal(await field.inputValue(), "", `round ${round}`);
        await page.keyboard.type(passphrase);
        await page.getByRole("button", { name: "Open the invitation" }).click();
        assert.equal(await person.shownCode(), code);
        await person.forget();
      }
    }));

  it("keeps a new key that is not saved, and says so", () =>
    withPage(browser(), async (person) => {
      await person.page.getByRole("button", { name: "Make a key" }).click();
      await openAndShow(person);
      await person.forget();
      await person.page.getByText("The new key is kept, because it is not saved yet.").waitFor();
      const { content } = await person.saveKey();
      assert.match(content.toString(), /AGE-SECRET-KEY-1/);
    }));

  it("clears itself when it was hidden for ten minutes, but keeps the public key", () =>
    withPage(browser(), async (person) => {
      await person.page.clock.install();
      const { recipient } = await person.makeKey();
      await openAndShow(person);
      await setHidden(person, true);
      await person.page.clock.runFor(9 * 60_000);
      assert.equal(await person.shownCode(), code);
      await person.page.clock.runFor(61_000);
      await person.page.getByText(cleared).waitFor();
      await assertEmpty(person);
      assert.equal(await person.page.getByLabel("Public key").inputValue(), recipient);
      assert.equal(await person.page.getByRole("button", { name: "Save it again" }).isVisible(), false);
    }));

  it("does not clear itself when it was seen in between", () =>
    withPage(browser(), async (person) => {
      await person.page.clock.install();
      await openAndShow(person);
      for (const isHidden of [true, false, true]) {
        await setHidden(person, isHidden);
        await person.page.clock.runFor(6 * 60_000);
      }
      assert.equal(await person.shownCode(), code);
    }));

  it("clears itself when it is seen again, if its timers stood still", () =>
    withPage(browser(), async (person) => {
      await person.page.clock.install();
      await openAndShow(person);
      await setHidden(person, true);
      await person.page.clock.setSystemTime(Date.now() + 11 * 60_000);
      await setHidden(person, false);
      await person.page.getByText(cleared).waitFor();
      await assertEmpty(person);
    }));

  it("clears itself when it is left", () =>
    withPage(browser(), async (person) => {
      await openAndShow(person);
      await person.page.evaluate('dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }))');
      await assertEmpty(person);
    }));

  it("stores nothing, and changes neither its address nor the history", () =>
    withPage(browser(), async (person) => {
      const before = await stored(person);
      await person.makeKey();
      await openAndShow(person);
      assert.deepEqual(await stored(person), before);
      assert.deepEqual(
        { ...before, url: "" },
        { url: "", cookies: "", local: 0, session: 0, history: 2, databases: 0 },
      );
    }));
});

function stored({ page }: PartnerPagePerson): Promise<Record<string, unknown>> {
  return page.evaluate<Record<string, unknown>>(`(async () => ({
    url: location.href,
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    history: history.length,
    databases: (await indexedDB.databases()).length,
  }))()`);
}
