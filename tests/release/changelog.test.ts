import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { changelogProblems } from "../../tools/release/changelog.ts";
import { readProject } from "../../tools/release/project.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const expected = { version: "1.10.0", isPublished: true, now: new Date("2026-11-28T12:00:00Z") };
const newest = "## 1.10.0 - 2026-11-28\n\n### Added\n\n- One.\n";

describe("A changelog", () => {
  it("of this project fits its version", async () => {
    const { version } = await readProject(root);
    const text = readFileSync(join(root, "CHANGELOG.md"), "utf8");
    assert.deepEqual(changelogProblems(text, { version, isPublished: false, now: new Date() }), []);
  });

  it("has the dated sections of the versions, newest first", () => {
    const text = `# Changelog\n\nAbout it.\n\n${newest}\n## 1.9.0 - 2026-10-01\n\n- Two.\n`;
    assert.deepEqual(changelogProblems(text, expected), []);
  });

  it("may say unreleased only until it is published", () => {
    const text = newest.replace("2026-11-28", "unreleased");
    assert.deepEqual(changelogProblems(text, { ...expected, isPublished: false }), []);
    assert.deepEqual(changelogProblems(text, expected), ['"1.10.0 - unreleased" needs the date of its release.']);
  });

  it("may have the date of the place where the day begins first", () => {
    assert.deepEqual(changelogProblems(newest.replace("28", "29"), expected), []);
    assert.deepEqual(changelogProblems(newest.replace("28", "30"), expected), [
      '"1.10.0 - 2026-11-30" has a date in the future.',
    ]);
  });

  const form = 'is not "<version> - <YYYY-MM-DD>" or "<version> - unreleased".';
  const wrong: readonly [what: string, text: string, problem: string][] = [
    ["without a section", "# Changelog\n", 'The first section is "", not one of the version 1.10.0 of package.json.'],
    [
      "of another version",
      "## 1.9.0 - 2026-11-28\n- One.\n",
      'The first section is "1.9.0 - 2026-11-28", not one of the version 1.10.0 of package.json.',
    ],
    ["without a date", newest.replace(" - 2026-11-28", ""), `"1.10.0" ${form}`],
    ["with a day that does not exist", newest.replace("11-28", "02-30"), `"1.10.0 - 2026-02-30" ${form}`],
    ["with more than a date", newest.replace("28", "28 - late"), `"1.10.0 - 2026-11-28 - late" ${form}`],
    ["with only a comment", "## 1.10.0 - 2026-11-28\n<!-- to do -->\n", '"1.10.0 - 2026-11-28" says nothing.'],
    ["that says nothing", "## 1.10.0 - 2026-11-28\n\n### Added\n\n", '"1.10.0 - 2026-11-28" says nothing.'],
    [
      "with an older version that was not released",
      `${newest}## 1.9.0 - unreleased\n- Two.\n`,
      '"1.9.0 - unreleased" has no date.',
    ],
    [
      "in a wrong order",
      `${newest}## 1.11.0 - 2026-10-01\n- Two.\n`,
      '"1.10.0 - 2026-11-28" comes before "1.11.0 - 2026-10-01", which is not older.',
    ],
    [
      "that repeats a version",
      `${newest}${newest}`,
      '"1.10.0 - 2026-11-28" comes before "1.10.0 - 2026-11-28", which is not older.',
    ],
  ];
  for (const [what, text, problem] of wrong) {
    it(`is refused ${what}`, () => assert.deepEqual(changelogProblems(text, expected), [problem]));
  }
});
