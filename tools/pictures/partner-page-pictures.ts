import type { Browser } from "playwright-core";
import { encryptText } from "../../src/delivery/encryption.ts";
import { openPartnerPage, type PartnerPagePerson } from "../../tests/support/partner-page-person.ts";
import { type Screenshot, takePicture } from "./browser-pictures.ts";

const size = { width: 700, height: 620 };

/** Takes pictures of the partner's page: with a key that was just made, and with an invitation that was opened. */
export async function takePartnerPage(browser: Browser): Promise<Screenshot[]> {
  const person = await openPartnerPage(browser);
  try {
    await person.page.setViewportSize(size);
    await person.page.evaluate(sameKeyEachTime);
    return await makeKeyAndOpen(person);
  } finally {
    await person.close();
  }
}

// The key in the pictures is the same each time: it is made from these numbers instead of random ones.
const sameKeyEachTime = "crypto.getRandomValues = (numbers) => numbers.fill(1); undefined";

async function makeKeyAndOpen(person: PartnerPagePerson): Promise<Screenshot[]> {
  const { recipient, file } = await person.makeKey();
  const first = await takePicture("open-invitation-first", person.page.locator("#make-key"));
  const content = await encryptText("Exalate invitation code", { kind: "recipients", recipients: [recipient] });
  await person.openWithIdentity({ name: "Contoso_to_Fabrikam.invitation.age", content }, file);
  return [first, await takePicture("open-invitation-opened", person.page.locator("#open"))];
}
