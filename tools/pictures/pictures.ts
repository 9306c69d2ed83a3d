import { fileURLToPath } from "node:url";
import type { Browser, Locator, Page } from "playwright-core";
import { encryptText } from "../../src/delivery/age.ts";
import { openChromium, whyNoChromium } from "../../tests/support/chromium.ts";
import { type ConsolePerson, openConsole } from "../../tests/support/console-person.ts";
import { openPartnerPage } from "../../tests/support/partner-page-person.ts";
import { type ExalateNode, fakeToken, startExalateNode } from "../exalate-node/node.ts";

const size = { width: 900, height: 620 };

const partnerPageSize = { width: 700, height: 620 };

/** Makes the pictures in `images/` again, from the embedded node's console and the partner's page in a browser. */
async function main(): Promise<void> {
  const reason = whyNoChromium();
  if (reason !== undefined) throw new Error(`The pictures need a browser: ${reason}`);
  const browser = await openChromium();
  const nodes = await Promise.all([
    startExalateNode({ projects: ["Contoso Support"] }),
    startExalateNode({ projects: ["Fabrikam Service Desk"] }),
  ]);
  try {
    await takePictures(browser, nodes);
    await takePartnerPagePictures(browser);
  } finally {
    await browser.close();
    await Promise.all(nodes.map((node) => node.close()));
  }
}

async function takePictures(browser: Browser, [contoso, fabrikam]: readonly [ExalateNode, ExalateNode]): Promise<void> {
  const [here, there] = await Promise.all([signedIn(browser, contoso), signedIn(browser, fabrikam)]);
  const entered = {
    destinationUrl: fabrikam.url,
    localShortName: "Contoso",
    destinationShortName: "Fabrikam",
    description: "Escalated cases",
    project: "Contoso Support",
  };
  await here.enterConnection(entered);
  await take(here.page, "console-initiate");
  await here.cancel();
  const code = await here.initiate(entered);
  await there.enterInvitation(code);
  await take(there.page, "console-accept");
  await there.cancel();
  await there.accept(code, "Fabrikam Service Desk");
  await here.refresh();
  await here.waitForStatus("Contoso_to_Fabrikam", "Active");
  await take(here.page, "console-active");
}

async function signedIn(browser: Browser, node: ExalateNode): Promise<ConsolePerson> {
  const person = await openConsole(browser, node.url);
  await person.page.setViewportSize(size);
  await person.signIn(fakeToken);
  return person;
}

async function takePartnerPagePictures(browser: Browser): Promise<void> {
  const person = await openPartnerPage(browser);
  await person.page.setViewportSize(partnerPageSize);
  const { recipient, file } = await person.makeKey();
  await take(person.page.locator("#make-key"), "open-invitation-first");
  const content = await encryptText("Exalate invitation code", { kind: "recipients", recipients: [recipient] });
  await person.openWithIdentity({ name: "Contoso_to_Fabrikam.invitation.age", content }, file);
  await take(person.page.locator("#open"), "open-invitation-opened");
  await person.close();
}

async function take(shown: Page | Locator, name: string): Promise<void> {
  await shown.screenshot({ path: fileURLToPath(new URL(`../../images/${name}.png`, import.meta.url)) });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
