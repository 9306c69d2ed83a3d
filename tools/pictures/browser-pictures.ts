import type { Browser, Locator, Page } from "playwright-core";
import { pictureWidth } from "./page.ts";

const still = { animations: "disabled", caret: "hide" } as const;

/** A picture that a browser took, as a PNG file of any size. */
export interface Screenshot {
  readonly name: string;
  readonly png: Uint8Array;
}

/** Takes a picture of what a page shows, or of an element in it. */
export async function takePicture(name: string, shown: Page | Locator): Promise<Screenshot> {
  return { name, png: await shown.screenshot(still) };
}

/** Takes a picture of a whole document, in a browser without scripts and network. */
export async function takeDocument(browser: Browser, name: string, html: string): Promise<Screenshot> {
  const viewport = { width: pictureWidth, height: 100 };
  const context = await browser.newContext({ javaScriptEnabled: false, offline: true, viewport });
  try {
    const page = await context.newPage();
    await page.setContent(html);
    return await takePicture(name, page.locator("body"));
  } finally {
    await context.close();
  }
}
