import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { after, before, describe, it } from "mocha";
import { buildPartnerPage, pageBudgetBytes, requirePageWithinBudget } from "../../tools/build/partner-page.ts";
import { Checkout } from "./checkout.ts";

describe("Building the partner's page", () => {
  const checkout = new Checkout("src");
  let page = "";
  before(async () => {
    const built = await buildPartnerPage(checkout.root);
    page = readFileSync(built.path, "utf8");
    assert.equal(built.path, checkout.path("dist", "open-invitation.html"));
    assert.equal(built.sizeBytes, Buffer.byteLength(page));
  });
  after(() => checkout.remove());

  function inPage(pattern: RegExp): string {
    const [, found] = pattern.exec(page) ?? [];
    assert.notEqual(found, undefined, String(pattern));
    return found ?? "";
  }

  it("makes one file with script and style, whose hashes are in its policy", () => {
    const policy = inPage(/http-equiv="Content-Security-Policy" content="([^"]*)"/);
    for (const [directive, content] of [
      ["script-src", inPage(/<script type="module">([\s\S]*)<\/script>/)],
      ["style-src", inPage(/<style>([\s\S]*)<\/style>/)],
    ] as const) {
      const hash = createHash("sha256").update(content).digest("base64");
      assert.equal(policy.includes(`${directive} 'sha256-${hash}';`), true, directive);
    }
    assert.doesNotMatch(page, /<!--\w+-->/);
  });

  it("keeps the page's own code readable", () => {
    for (const line of [
      "// src/partner-page/browser/start.ts",
      "// src/delivery/encryption.ts",
      "async function decryptFile(",
    ])
      assert.equal(page.includes(line), true, line);
  });

  it("contains the notices of the packages", () => {
    const notices = inPage(/<pre>([\s\S]*)<\/pre>/);
    assert.match(notices, /^This page contains code of the following packages\.$/m);
    for (const name of [
      "age-encryption",
      "@noble/ciphers",
      "@noble/curves",
      "@noble/hashes",
      "@noble/post-quantum",
      "@scure/base",
    ])
      assert.match(notices, new RegExp(`^${name} \\d\\S* \\((MIT|BSD-3-Clause)\\)$`, "m"));
    assert.match(notices, /Redistributions in binary form must reproduce/);
  });

  it("leaves an unchanged file alone, and nothing else in the folder", async () => {
    const path = checkout.path("dist", "open-invitation.html");
    const before = statSync(path);
    await buildPartnerPage(checkout.root);
    assert.equal(statSync(path).ino, before.ino);
    checkout.write("dist/open-invitation.html", "an older page");
    await buildPartnerPage(checkout.root);
    assert.equal(readFileSync(path, "utf8"), page);
    assert.deepEqual(readdirSync(checkout.path("dist")), ["open-invitation.html"]);
  });

  it("refuses a page over the budget", () => {
    requirePageWithinBudget(pageBudgetBytes);
    assert.throws(
      () => requirePageWithinBudget(pageBudgetBytes + 100),
      /open-invitation\.html has 150\.1 kB, over the budget of 150\.0 kB/,
    );
  });

  it("refuses a template with an unknown part", async () => {
    checkout.write("src/partner-page/index.html", "<!--nothing-->");
    await assert.rejects(buildPartnerPage(checkout.root), /index\.html names an unknown part: nothing/);
  });
});
