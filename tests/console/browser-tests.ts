import { after, before, describe, it } from "mocha";
import type { Browser } from "playwright-core";
import { openChromium, whyNoChromium } from "../support/chromium.ts";

/**
 * Describes tests that need a browser; without one they are skipped and say why.
 * @param tests declares the tests; `browser` returns the browser while they run
 */
export function describeInBrowser(title: string, tests: (browser: () => Browser) => void): void {
  const reason = whyNoChromium();
  if (reason !== undefined) describe.skip(`${title} (skipped: ${reason})`, () => it("works in a browser", () => {}));
  else describe(title, () => withBrowser(tests));
}

function withBrowser(tests: (browser: () => Browser) => void): void {
  let browser: Browser | undefined;
  before(async () => {
    browser = await openChromium();
  });
  after(() => browser?.close());
  tests(() => {
    if (browser === undefined) throw new Error("The browser is not open");
    return browser;
  });
}
