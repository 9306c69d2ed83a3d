import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { anchorsOf, brokenLinks, relativeLinks } from "./links.ts";
import { markdownFiles } from "./markdown.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("The links of the Markdown files", () => {
  const files = markdownFiles(root);

  it("are checked in the main pages", () => {
    const paths = files.map(({ path }) => path);
    for (const page of ["README.md", "overview.md", "docs/troubleshooting.md", "docs/node-api.md"]) {
      assert.ok(paths.includes(page), page);
    }
    assert.ok(!paths.some((path) => /node_modules|^dist\//.test(path)));
  });

  for (const file of files) {
    it(`have existing targets in ${file.path}`, () => assert.deepEqual(brokenLinks(root, file), []));
  }

  it("are reported when the file or heading does not exist", () => {
    const text = [
      "# Here",
      "[a](missing.md) [b](../README.md) [c](#here) [d](#there) [e](../README.md#no-such-heading)",
      "[f](https://docs.exalate.com/) `[g](missing-in-code.md)` ![h](../../outside.png)",
      "[i]: also-missing.md",
      "```text",
      "[j](missing-in-block.md)",
      "```",
    ].join("\n");
    assert.deepEqual(brokenLinks(root, { path: "docs/sample.md", text: `${text}\n` }).map(withoutPath), [
      "missing.md does not exist",
      "#there names no heading there",
      "../README.md#no-such-heading names no heading there",
      "../../outside.png leaves the checkout",
      "also-missing.md does not exist",
    ]);
  });
});

function withoutPath(problem: string): string {
  return problem.replace(/^\S+: /, "");
}

describe("The anchors of a Markdown text", () => {
  it("are those of GitHub", () => {
    const text = "# One, two\n## EXA204 – The node's `a_b`\n### [Linked](x.md) title\n```text\n# not a heading\n```\n";
    assert.deepEqual([...anchorsOf(text)], ["one-two", "exa204--the-nodes-a_b", "linked-title"]);
  });

  it("are numbered when they are repeated", () => {
    assert.deepEqual(
      [...anchorsOf("## Inputs\n## Outputs\n## Inputs\n## Inputs\n")],
      ["inputs", "outputs", "inputs-1", "inputs-2"],
    );
  });
});

describe("The relative links of a Markdown text", () => {
  it("are those without a scheme, even with several in one line", () => {
    const text = '[a](x.md "title") and [b](<y.md>), [c](mailto:a@contoso.com)\n';
    assert.deepEqual(relativeLinks(text), ["x.md", "y.md"]);
  });
});
