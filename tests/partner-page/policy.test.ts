import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { it } from "mocha";
import type { Page } from "playwright-core";
import { buildPartnerPage } from "../../tools/build/partner-page.ts";
import { describeInBrowser } from "../console/browser-tests.ts";
import { openPartnerPage, type PartnerPagePerson } from "../support/partner-page-person.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The text of the file that a page was opened from. */
function fileOf(page: Page): string {
  return readFileSync(fileURLToPath(page.url()), "utf8");
}

/** Runs a script in the page that attempts something, and returns the directives that the browser enforced. */
function refused(page: Page, attempt: string): Promise<string[]> {
  return page.evaluate<string[]>(`(async () => {
    const refused = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => refused.push(effectiveDirective));
    try { await (async () => { ${attempt} })(); } catch {}
    await new Promise((resolve) => setTimeout(resolve, 200));
    return [...new Set(refused)];
  })()`);
}

const attempts: [what: string, attempt: string, directive: string][] = [
  ["fetch", 'await fetch("https://node.contoso.com/");', "connect-src"],
  ["a beacon", 'navigator.sendBeacon("https://node.contoso.com/", "x");', "connect-src"],
  ["a socket", 'new WebSocket("wss://node.contoso.com/");', "connect-src"],
  ["an image", 'document.body.append(Object.assign(new Image(), { src: "https://node.contoso.com/" }));', "img-src"],
  [
    "a script element",
    'const script = document.createElement("script"); script.append("globalThis.ran = true"); document.body.append(script);',
    "require-trusted-types-for",
  ],
  [
    "an event handler",
    'document.body.setAttribute("onclick", "globalThis.ran = true"); document.body.click();',
    "require-trusted-types-for",
  ],
  ["HTML from text", 'document.body.innerHTML = "<p>x</p>";', "require-trusted-types-for"],
  [
    "a style",
    'const style = document.createElement("style"); style.append("p {}"); document.body.append(style);',
    "style-src-elem",
  ],
  [
    "a frame",
    'document.body.append(Object.assign(document.createElement("iframe"), { src: "https://node.contoso.com/" }));',
    "frame-src",
  ],
  [
    "a form",
    'const form = document.createElement("form"); form.action = "https://node.contoso.com/"; document.body.append(form); form.submit();',
    "form-action",
  ],
  ["a worker", 'new Worker(URL.createObjectURL(new Blob([""])));', "require-trusted-types-for"],
];

async function withOpenPage(person: Promise<PartnerPagePerson>, test: (person: PartnerPagePerson) => Promise<void>) {
  const opened = await person;
  try {
    await test(opened);
  } finally {
    await opened.close();
  }
}

describeInBrowser("The policy of the partner's page", (browser) => {
  it("refuses every request, script and style that is not its own", () =>
    withOpenPage(openPartnerPage(browser()), async ({ page, requests }) => {
      const found: string[][] = [];
      for (const [what, attempt] of attempts) found.push([what, ...(await refused(page, attempt))]);
      assert.deepEqual(
        found,
        attempts.map(([what, , directive]) => [what, directive]),
      );
      assert.equal(await page.evaluate("globalThis.ran"), undefined);
      assert.deepEqual(requests, []);
    }));

  it("refuses scripts and styles that were added to the file", () =>
    withOpenPage(openPartnerPage(browser()), async ({ page }) => {
      const [script, style] = ["<script>globalThis.ran = true</script>", "<style>p { color: red }</style>"];
      const changed = fileOf(page).replace("<main>", `<main onclick="globalThis.ran = true">${script}${style}`);
      const other = await page.context().newPage();
      const violations: string[] = [];
      other.on("console", (message) => violations.push(message.text()));
      await page
        .context()
        .route("file:///changed.html", (route) => route.fulfill({ contentType: "text/html", body: changed }));
      await other.goto("file:///changed.html");
      await other.locator("#trust").click();
      assert.equal(await other.evaluate("globalThis.ran"), undefined);
      for (const kind of ["inline script", "inline style", "inline event handler"])
        assert.equal(violations.filter((text) => text.toLowerCase().includes(kind)).length, 1, violations.join("\n"));
      await other.getByRole("button", { name: "Make a key" }).click();
      await other.getByRole("button", { name: "Save the private key" }).waitFor();
    }));

  it("comes first, and the page names nothing else to load and no place to store", () =>
    withOpenPage(openPartnerPage(browser()), async ({ page }) => {
      const file = fileOf(page);
      assert.match(
        file,
        /^<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-S/,
      );
      const markup = file.replace(/<(script|pre)\b[\s\S]*?<\/\1>/g, "");
      assert.deepEqual(markup.match(/\b(src|href|action)="(?!data:,")[^"]*"/g) ?? [], []);
      assert.doesNotMatch(file, /\b(localStorage|sessionStorage|indexedDB|document\.cookie|pushState|innerHTML)\b/);
    }));

  it("comes with fields that browsers neither fill in, keep nor check for spelling", () =>
    withOpenPage(openPartnerPage(browser()), async ({ page }) => {
      assert.equal(await page.locator("input:not([autocomplete=off]), textarea:not([autocomplete=off])").count(), 0);
      assert.equal(await page.locator("form:not([autocomplete=off])").count(), 0);
      const text = "textarea, input:not([type=file], [type=checkbox])";
      assert.equal(await page.locator(text).count(), 8);
      assert.equal(await page.locator(text).and(page.locator(":not([spellcheck=false])")).count(), 0);
    }));

  it("says that the page cannot run without JavaScript, and in an old browser", async () => {
    const { path } = await buildPartnerPage(root);
    for (const options of [{ javaScriptEnabled: false }, {}]) {
      const context = await browser().newContext(options);
      await context.addInitScript("delete Crypto.prototype.subtle;");
      const page = await context.newPage();
      await page.goto(pathToFileURL(path).href);
      await page.getByText("This page cannot run here.").waitFor();
      assert.equal(await page.getByRole("button", { name: "Make a key" }).isVisible(), false);
      await context.close();
    }
  });
});
