import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import { packagesOfFiles } from "../../tools/build/bundled-package.ts";
import { thirdPartyNotices } from "../../tools/build/third-party-notices.ts";
import { Checkout } from "./checkout.ts";

describe("The packages of a list of files", () => {
  it("are the innermost ones, with their scope, once each", () => {
    const files = [
      "src/main.ts",
      "node_modules/b/lib/index.js",
      "node_modules/b/node_modules/a/index.js",
      "node_modules/@scope/c/index.js",
      "node_modules\\b\\other.js",
      "replaced:node_modules/a/index.js",
    ];
    assert.deepEqual(packagesOfFiles(files), [
      { name: "@scope/c", folder: "node_modules/@scope/c" },
      { name: "a", folder: "node_modules/a" },
      { name: "a", folder: "node_modules/b/node_modules/a" },
      { name: "b", folder: "node_modules/b" },
    ]);
  });
});

describe("The notices of third parties", () => {
  const checkout = new Checkout();
  after(() => checkout.remove());

  function install(name: string, license: string, files: Record<string, string>, author?: string): string {
    checkout.write(
      `own/node_modules/${name}/package.json`,
      JSON.stringify({ name, version: "1.2.3", license, author }),
    );
    for (const [file, text] of Object.entries(files)) checkout.write(`own/node_modules/${name}/${file}`, text);
    return `own/node_modules/${name}/index.js`;
  }

  it("contain each package's name, version and license", () => {
    const file = install("sample", "ISC", { "LICENSE.md": "You may\r\nuse it.\r\n" });
    assert.ok(thirdPartyNotices(checkout.root, [file, file]).endsWith("\n\nsample 1.2.3 (ISC)\n\nYou may\nuse it.\n"));
  });

  it("fail for a license that is not accepted", () => {
    const file = install("strict", "GPL-3.0", { LICENSE: "You must." });
    assert.throws(() => thirdPartyNotices(checkout.root, [file]), /strict has the license "GPL-3\.0"/);
  });

  it("contain the MIT license with its holder when a package only names it", () => {
    const file = install("named", "MIT", {}, "The Sample Project");
    assert.match(
      thirdPartyNotices(checkout.root, [file]),
      /Copyright \(c\) The Sample Project\n\nPermission is hereby/,
    );
  });

  it("fail for a package that contains no license and names no holder", () => {
    const file = install("bare", "MIT", {});
    assert.throws(() => thirdPartyNotices(checkout.root, [file]), /bare contains no license file/);
    const other = install("other", "ISC", {}, "The Sample Project");
    assert.throws(() => thirdPartyNotices(checkout.root, [other]), /other contains no license file/);
  });
});
