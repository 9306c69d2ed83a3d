import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { before, describe, it } from "mocha";
import { troubleshootingPage } from "../../src/core/documentation.ts";
import { type FailureCode, failures } from "../../src/core/failures.ts";
import { printedMessages } from "./example-messages.ts";
import { exampleUnder, withPrintedExamples } from "./failure-sections.ts";
import { filesWithExtension, partsOf, sectionOf } from "./markdown.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = join(root, "docs/troubleshooting.md");
const text = readFileSync(page, "utf8");
const codes = Object.keys(failures) as FailureCode[];
const headings = partsOf(text).headings.filter(({ text: title }) => /^EXA\d{3}\b/.test(title));

/** The codes that the sources raise, found outside the table of failures. */
const raised = new Set(
  ["src", "tasks"]
    .flatMap((folder) => filesWithExtension(root, /\.ts$/, folder))
    .filter((path) => path !== "src/core/failures.ts")
    .flatMap((path) => [...readFileSync(join(root, path), "utf8").matchAll(/"(EXA\d{3})"/g)].map(([, code]) => code)),
);

function headingOf(code: FailureCode): string {
  return `${code} – ${failures[code].title}`;
}

describe("The troubleshooting page", () => {
  let printed: ReadonlySet<string>;
  before(async () => {
    printed = await printedMessages(root);
    if (process.env.UPDATE_SNAPSHOTS === "1") writeFileSync(page, withPrintedExamples(text, printed));
  });

  it("has exactly one section for each failure code, in order", () => {
    assert.deepEqual(
      headings.map((heading) => heading.text),
      [...codes].sort().map(headingOf),
    );
  });

  it("has the address that a message ends in right before each section", () => {
    for (const code of codes) {
      assert.ok(text.includes(`\n<a id="${code.toLowerCase()}"></a>\n\n## ${headingOf(code)}\n`), code);
      assert.ok(troubleshootingPage(code).startsWith(`docs/troubleshooting.md#${code.toLowerCase()} `), code);
    }
  });

  it("groups the codes by hundreds", () => {
    const groups = partsOf(text).headings.filter(({ level, text: title }) => level === 1 && /^EXA\dxx: /.test(title));
    const hundredAt = (line: number) =>
      groups
        .filter((group) => group.line < line)
        .at(-1)
        ?.text.slice(0, 4);
    assert.deepEqual(
      headings.map(({ line }) => hundredAt(line)),
      headings.map((heading) => heading.text.slice(0, 4)),
    );
  });

  for (const code of codes) {
    if (raised.has(code)) {
      it(`shows the printed message of ${code}`, () => {
        const example = exampleUnder(text, headingOf(code)) ?? "";
        assert.ok(example.startsWith(`${code}: `), `no example of ${code}`);
        assert.ok(
          printed.has(example),
          `no run prints ${example}; UPDATE_SNAPSHOTS=1 inserts one of\n${messagesWith(printed, code)}`,
        );
      });
    } else {
      it(`shows no example of ${code}, which nothing raises`, () =>
        assert.equal(exampleUnder(text, headingOf(code)), undefined));
    }

    it(`explains ${code} beyond its message`, () => {
      const section = sectionOf(text, (title) => title === headingOf(code)) ?? "";
      const prose = partsOf(section).prose.slice(1);
      assert.ok(prose.map((line) => line.text).join(" ").length > 100);
    });
  }
});

function messagesWith(messages: ReadonlySet<string>, code: FailureCode): string {
  return [...messages].filter((message) => message.startsWith(code)).join("\n");
}

/** The codes that a text names, alone or as `EXA101` to `EXA104`. */
function codesIn(markdown: string): Set<string> {
  const named = markdown.matchAll(/`EXA(\d{3})`(?:\s+to\s+`EXA(\d{3})`)?/g);
  const ranges = [...named].map(([, first, last = first]) => [Number(first), Number(last)] as const);
  return new Set(
    ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => `EXA${first + i}`)),
  );
}

describe("The changelog", () => {
  it("names every failure code in the version that brought it", () => {
    const named = codesIn(readFileSync(join(root, "CHANGELOG.md"), "utf8"));
    assert.deepEqual(
      codes.filter((code) => !named.has(code)),
      [],
    );
  });

  it("is read with ranges of codes", () => {
    assert.deepEqual(
      [...codesIn("`EXA101`, `EXA103` to\n  `EXA105` and EXA107")],
      ["EXA101", "EXA103", "EXA104", "EXA105"],
    );
  });
});

describe("The examples of the troubleshooting page", () => {
  const sample =
    "## EXA101 – A\n```text\nEXA101: The input a is missing.\n```\n## EXA102 – B\n```text\nEXA102: b\n```\n";

  it("are the text blocks of their sections", () => {
    assert.equal(exampleUnder(sample, "EXA102 – B"), "EXA102: b");
    assert.equal(exampleUnder(sample, "EXA103 – C"), undefined);
  });

  it("are replaced by the most similar message when no run prints them", () => {
    const printed = new Set(["EXA101: Nothing like it.", "EXA101: The input a is not there.", "EXA102: b"]);
    const expected = sample.replace("a is missing.", "a is not there.");
    assert.equal(withPrintedExamples(sample, printed), expected);
    assert.equal(withPrintedExamples(expected, printed), expected);
  });
});
