import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { openChromium, whyNoChromium } from "../../tests/support/chromium.ts";
import { type ConsolePerson, openConsole } from "../../tests/support/console-person.ts";
import { type ExalateNode, fakeToken, startExalateNode } from "../exalate-node/node.ts";

const size = { width: 900, height: 620 };

/** Makes the pictures in `images/` again, from the embedded node's console in a browser. */
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
  await take(here, "console-initiate");
  await here.cancel();
  const code = await here.initiate(entered);
  await there.enterInvitation(code);
  await take(there, "console-accept");
  await there.cancel();
  await there.accept(code, "Fabrikam Service Desk");
  await here.refresh();
  await here.waitForStatus("Contoso_to_Fabrikam", "Active");
  await take(here, "console-active");
}

async function signedIn(browser: Browser, node: ExalateNode): Promise<ConsolePerson> {
  const person = await openConsole(browser, node.url);
  await person.page.setViewportSize(size);
  await person.signIn(fakeToken);
  return person;
}

async function take({ page }: ConsolePerson, name: string): Promise<void> {
  await page.screenshot({ path: fileURLToPath(new URL(`../../images/${name}.png`, import.meta.url)) });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
