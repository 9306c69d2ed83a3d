import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { readExtension } from "../manifest/extension-manifest.ts";
import { anchorsOf, brokenLinks, linksOf, picturesOf, relativeLinks, unreachablePages } from "./links.ts";
import { manifestPages } from "./manifest-pages.ts";
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
      "[f](https://docs.exalate.com/) `[g](missing-in-code.md)` ![h](../../outside.png) ![](../LICENSE)",
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
      "../LICENSE has no alternative text",
    ]);
  });

  const others: [link: string, problem: string | undefined][] = [
    ["https://docs.exalate.com/docs#one", undefined],
    ["http://docs.exalate.com/", "is not https"],
    ["mailto:admin@contoso.com", "is not https"],
    ["https://admin@docs.exalate.com/", "names a user"],
    ["https://exalate-pipelines.example/docs", "is a placeholder"],
    ["https://fabrikam.example.com/", "is a placeholder"],
    ["https://dev.azure.com/{organization}", "is a placeholder"],
    ["https://127.0.0.1/", "has no host of the usual form"],
    ["https://contoso/", "has no host of the usual form"],
    ["https:///", "is not an address"],
  ];
  for (const [link, problem] of others) {
    it(`to other sites are ${problem === undefined ? "accepted" : "reported"}: ${link}`, () => {
      const broken = brokenLinks(root, { path: "sample.md", text: `[a](${link})\n` });
      assert.deepEqual(broken.map(withoutPath), problem === undefined ? [] : [`${link} ${problem}`]);
    });
  }
});

describe("The links of the forms in Azure DevOps", () => {
  for (const page of manifestPages(root)) {
    it(`have existing targets in ${page.path}`, () => assert.deepEqual(brokenLinks(root, page), []));
    it(`lead to this documentation in ${page.path}`, () => assert.notDeepEqual(relativeLinks(page.text), []));
  }

  it("are all that the Marketplace shows beside the page", () => {
    assert.deepEqual(Object.keys(readExtension(root).links ?? {}).sort(), [
      "getstarted",
      "issues",
      "learn",
      "license",
      "privacypolicy",
      "repository",
      "support",
    ]);
  });
});

describe("The pages", () => {
  it("can all be reached from README.md", () => {
    const pages = markdownFiles(root).filter(({ path }) => !path.startsWith("tests/"));
    assert.deepEqual(unreachablePages(pages, "README.md"), []);
  });

  it("are reported when no link leads to them", () => {
    const pages = [
      { path: "README.md", text: "[a](docs/a.md#one)\n" },
      { path: "docs/a.md", text: '<a href="../b.md">b</a>\n' },
      { path: "b.md", text: "[a](docs/a.md)\n" },
      { path: "docs/c.md", text: "[a](a.md)\n" },
    ];
    assert.deepEqual(unreachablePages(pages, "README.md"), ["docs/c.md"]);
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

describe("The links of a Markdown text", () => {
  const html =
    '<picture>\n<source srcset="d.svg" media="(dark)">\n<img alt="A flow" src="l.svg">\n</picture>\n<img src="m.png">\n';

  it("are those in Markdown and in HTML", () => {
    const text = `[a](b.md) ![c](d.png) <https://docs.exalate.com/>\n\n[e]: f.md\n\n<a href="g.md">g</a> and \`<a href="h">\`\n`;
    assert.deepEqual(linksOf(text), ["b.md", "d.png", "f.md", "https://docs.exalate.com/", "g.md"]);
    assert.deepEqual(linksOf(html), ["d.svg", "l.svg", "m.png"]);
  });

  it("are relative without a scheme, even with several in one line", () => {
    const text = '[a](x.md "title") and [b](<y.md>), [c](mailto:a@contoso.com)\n';
    assert.deepEqual(relativeLinks(text), ["x.md", "y.md"]);
  });

  it("have pictures with their alternative texts", () => {
    assert.deepEqual(picturesOf("[![An icon](a.png)](b.md) ![](c.png)\n"), [
      { target: "a.png", alternative: "An icon" },
      { target: "c.png", alternative: "" },
    ]);
    assert.deepEqual(picturesOf(html), [
      { target: "l.svg", alternative: "A flow" },
      { target: "m.png", alternative: "" },
    ]);
  });
});
