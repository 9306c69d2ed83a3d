import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { namedScripts } from "./commands.ts";
import { filesWithExtension, markdownFiles } from "./markdown.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const pipelines = filesWithExtension(root, /\.ya?ml$/).map((path) => ({
  path,
  text: readFileSync(join(root, path), "utf8"),
}));

describe("The npm commands in the documentation, the pipelines and the issue forms", () => {
  for (const { path, text } of [...markdownFiles(root), ...pipelines]) {
    it(`exist for ${path}`, () => {
      const unknown = namedScripts(text).filter((name) => !Object.hasOwn(scripts, name));
      assert.deepEqual(unknown, []);
    });
  }

  it("are found in prose and in code blocks", () => {
    const text =
      "Type `npm start`, then:\n```bash\nnpm test\nnpm run --silent build-all -- --fast\n```\n`npm ci`, `npm start`\n";
    assert.deepEqual(namedScripts(text), ["start", "test", "build-all"]);
  });
});
