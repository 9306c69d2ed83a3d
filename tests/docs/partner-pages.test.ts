import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { fingerprintOf } from "../../src/delivery/fingerprint.ts";
import { anchorsOf, relativeLinks } from "./links.ts";
import { markdownFiles, partsOf } from "./markdown.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const files = markdownFiles(root);
const shownKey = "age1vd7v6p4j3x4quyuwyagyeh7449qn9nlqfj7xk4vgfal4ly69q5vsekxw3p";

function page(path: string): string {
  return files.find((file) => file.path === path)?.text ?? "";
}

/** What the page's command for a fingerprint prints, with the public key of the pages in place of a key file. */
function printedFingerprint(path: string): string {
  const commands = partsOf(page(path)).blocks.filter(({ text }) => text.includes("sha256sum"));
  assert.equal(commands.length, 1);
  const script = commands.map(({ text }) => text.replace("$(age-keygen -y key.txt)", shownKey)).join("");
  return execFileSync("sh", ["-c", script], { encoding: "utf8", timeout: 10_000 }).trimEnd();
}

describe("The pages for an invitation to a partner", () => {
  for (const path of ["docs/partner.md", "docs/invitation-for-partners.md"]) {
    it(`give a command that prints the fingerprint of a public key in ${path}`, () => {
      assert.equal(printedFingerprint(path).toUpperCase(), fingerprintOf(shownKey).replaceAll(" ", ""));
    });
  }

  it("let the partner's page be mailed without the repository", () => {
    const text = page("docs/invitation-for-partners.md");
    assert.notEqual(text, "");
    const missing = relativeLinks(text).filter((link) => !link.startsWith("#") || !anchorsOf(text).has(link.slice(1)));
    assert.deepEqual(missing, []);
  });
});
