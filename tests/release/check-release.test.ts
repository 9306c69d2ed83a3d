import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import JSZip from "jszip";
import { after, before, describe, it } from "mocha";
import { releaseOf } from "../../tools/build/release.ts";
import { matchesGlob } from "../../tools/local-agent/glob.ts";
import { checkRelease } from "../../tools/release/check-release.ts";
import { allPackages, type IncludedPackages, includedPackages } from "../../tools/release/included-packages.ts";
import { type ReleaseBuild, releaseBuild } from "../../tools/release/make-packages.ts";
import type { CheckOptions } from "../../tools/release/options.ts";
import { sha256 } from "../../tools/release/vsix.ts";
import { Checkout, releaseManifests } from "../package/checkout.ts";
import { Registry } from "./registry.ts";
import { sbomProblems } from "./sbom-schema.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const sources = ["overview.md", "LICENSE", "images", "tasks", "src", "package-lock.json"];
const { version } = releaseOf(repository);
const [majorAndMinor = ""] = /^\d+\.\d+/.exec(version) ?? [];
const changelog = `# Changelog\n\n## ${version} - unreleased\n\n- All.\n`;

/** Edits a file in a package, which is a zip file. */
type Edit = (zip: JSZip) => void;

describe("The check of a release", () => {
  const checkout = new Checkout(...releaseManifests, ...sources);
  let made: readonly string[];
  let included: IncludedPackages;
  let registry: Registry;
  before(async () => {
    checkout.write("CHANGELOG.md", changelog);
    checkout.write(".gitignore", "node_modules\n/dist/\n/made/\n");
    git("init", "--quiet");
    commit();
    const build = releaseBuild(checkout.root, releaseOf(checkout.root));
    [made, included] = await Promise.all([
      build.makePackages(checkout.path("made"), 7),
      // The checkout only links to the packages, whose folders are part of what is read.
      includedPackages(repository),
    ]);
    registry = await Registry.start();
  });
  after(async () => {
    await registry.stop();
    checkout.remove();
  });

  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Contoso", "-c", "user.email=admin@contoso.com", ...args], {
      cwd: checkout.root,
      encoding: "utf8",
    });
  function commit(): void {
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "--message", "state");
  }

  /** Gives out the packages that were made once. The second package, and the preview, can be edited. */
  function madeOnce({ again, preview }: { again?: Edit; preview?: Edit } = {}): ReleaseBuild {
    return {
      includedPackages: async () => included,
      makePackages: async (folder, number) => {
        mkdirSync(folder);
        const edits = number === undefined ? [again] : [undefined, preview];
        return Promise.all(edits.map((edit, index) => copied(made[index] ?? "", folder, edit)));
      },
    };
  }

  async function check(build: ReleaseBuild, options: Partial<CheckOptions> = {}) {
    const lines: string[] = [];
    const ending = await checkRelease(checkout.root, { preview: 7, skipsTests: true, ...options }, build, {
      print: (line) => lines.push(line),
      environment: registry.environment,
    });
    return { ending, lines, text: lines.join("\n") };
  }
  const release = checkout.path("dist/release");

  it("holds, says what was not checked, and writes the files of the release", async () => {
    registry.answer = 405;
    const { ending, text } = await check(madeOnce());
    assert.match(text, /^holds {11}working tree: clean, at commit [0-9a-f]+$/m);
    assert.match(text, /^not checked {5}vulnerabilities: the registry answers npm audit with status 405$/m);
    assert.match(text, /\n\nVersion \S+ can be tried\..* Not checked: vulnerabilities, tests\.$/);
    assert.equal(ending, "holds", text);
    assert.deepEqual(readdirSync(release).sort(), [
      "SHA256SUMS",
      "ThirdPartyNotices.txt",
      `exalate-azure-pipelines-${version}.cdx.json`,
      `exalate-pipelines.exalate-connections-${version}.vsix`,
      `exalate-pipelines.exalate-connections-preview-${majorAndMinor}.7.vsix`,
      "open-invitation.html",
    ]);
    const [sums, ...files] = readdirSync(release).sort();
    const lines = files.map((name) => `${sha256(readFileSync(join(release, name)))}  ${name}\n`);
    assert.equal(readFileSync(join(release, sums ?? ""), "utf8"), lines.join(""));
  });

  it("are selected one by one by the patterns of the pipelines", () => {
    for (const file of ["azure-pipelines.yml", "pipelines/smoke-and-publish.yml"]) {
      const text = readFileSync(join(repository, file), "utf8");
      const patterns = [...text.matchAll(/release\/(\*\S*\.vsix)$/gm)].map(([, pattern = ""]) => pattern);
      assert.ok(patterns.length > 0, file);
      for (const pattern of patterns) {
        const selected = readdirSync(release).filter((name) => matchesGlob(pattern, name));
        assert.equal(selected.length, 1, `${pattern} selects ${selected.join(", ")}`);
        assert.equal(selected[0]?.includes("-preview-"), file === "azure-pipelines.yml");
      }
    }
  });

  it("lists in the bill of materials what is included, in the form of CycloneDX", () => {
    const text = readFileSync(join(release, `exalate-azure-pipelines-${version}.cdx.json`), "utf8");
    const bom: { components: { group?: string; name: string; version: string }[] } = JSON.parse(text);
    assert.deepEqual(sbomProblems(bom), []);
    const names = bom.components.map(({ group, name, version }) => `${group ? `${group}/` : ""}${name} ${version}`);
    assert.deepEqual(
      names.sort(),
      allPackages(included)
        .map(({ name, version }) => `${name} ${version}`)
        .sort(),
    );
    const notices = readFileSync(join(release, "ThirdPartyNotices.txt"), "utf8");
    for (const { name, version } of included.tasks) assert.ok(notices.includes(`\n${name} ${version} (`), name);
  });

  it("cannot tell whether to publish when the registry does not answer about vulnerabilities", async () => {
    checkout.write("CHANGELOG.md", changelog.replace("unreleased", "2026-01-02"));
    commit();
    registry.answer = 405;
    const { ending, text } = await check(madeOnce(), { publisher: "contoso" });
    assert.match(text, /^cannot be told {2}vulnerabilities: the registry answers npm audit with status 405$/m);
    assert.match(text, /\n\nVersion \S+ must not be published before everything could be checked\./);
    assert.equal(ending, "cannot be told");
    registry.answer = {};
    const { ending: later, text: laterText } = await check(madeOnce(), { publisher: "contoso" });
    assert.match(laterText, /\n\nVersion \S+ can be published\. Not checked: tests\.$/);
    assert.equal(later, "holds");
  });

  it("does not publish for another tag than that of the version", async () => {
    const { ending, text } = await check(madeOnce(), { publisher: "contoso", tag: "v0.0.1" });
    assert.match(text, /^does not hold {3}tag: "v0\.0\.1" is not v\S+, the tag of the version in package\.json$/m);
    assert.equal(ending, "does not hold");
  });

  it("lets a commit after a release be tried", async () => {
    git("tag", `v${version}`);
    commit();
    const { ending, text } = await check(madeOnce());
    git("tag", "--delete", `v${version}`);
    assert.match(text, /^not checked {5}tag: v\S+ is on another commit, /m);
    assert.equal(ending, "holds");
  });

  const wrong: readonly [what: string, build: () => ReleaseBuild, line: RegExp][] = [
    [
      "two packages with different content",
      () => madeOnce({ again: (zip) => zip.file("overview.md", "Another page.") }),
      /^does not hold {3}packages: 1 problem\n +overview\.md is not the same in two packages\.$/m,
    ],
    [
      "a preview with other code",
      () => madeOnce({ preview: (zip) => zip.file("tasks/ExalateInitiate/ExalateInitiateV1/start.js", "changed();") }),
      /^does not hold {3}preview: 1 problem\n +tasks\/ExalateInitiate\/\S+\/start\.js is not the same in the preview\.$/m,
    ],
    [
      "notices that name a package which is not included",
      () => ({ ...madeOnce(), includedPackages: async () => ({ ...included, page: included.page.slice(1) }) }),
      /^does not hold {3}notices: 1 problem\n +dist\/open-invitation\.html names \S+ \S+, which is not in it\.$/m,
    ],
  ];
  for (const [what, build, line] of wrong) {
    it(`fails for ${what}, and leaves no files of a release`, async () => {
      const { ending, text } = await check(build());
      assert.match(text, line);
      assert.match(text, /^not checked {5}files: an earlier check does not hold$/m);
      assert.equal(ending, "does not hold");
      assert.ok(!existsSync(release), "there are files of a release");
    });
  }

  it("includes the tests, and shows their output when they fail", async () => {
    const manifest = JSON.parse(readFileSync(checkout.path("package.json"), "utf8"));
    for (const [exitCode, lines] of [
      [0, /^holds {11}tests: 7 tests$/m],
      [
        1,
        /^does not hold {3}tests: npm test fails\n {18}\(\d+ lines before, which npm test shows\)\n(?:.*\n){399} {18}7 tests$/m,
      ],
    ] as const) {
      const test = `node -p "process.exitCode = ${exitCode}, '-,'.repeat(500).replaceAll(',', os.EOL) + '7 tests'"`;
      checkout.write("package.json", JSON.stringify({ ...manifest, scripts: { test } }));
      commit();
      const { ending, text } = await check(madeOnce(), { skipsTests: false });
      assert.match(text, lines);
      assert.equal(ending, exitCode === 0 ? "holds" : "does not hold");
    }
  });

  it("names what is not committed, and leaves out what takes long", async () => {
    checkout.write("notes.txt", "");
    const { ending, lines } = await check(madeOnce());
    assert.equal(ending, "does not hold");
    assert.deepEqual(lines.slice(0, 2), [
      "does not hold   working tree: has files that are not committed",
      "                  ?? notes.txt",
    ]);
    const slow = ["packages", "preview", "notices", "tests", "files"];
    const left = slow.map((of) => `not checked     ${of}: an earlier check does not hold`);
    assert.deepEqual(lines.slice(-1 - slow.length, -1), left);
  });
});

async function copied(path: string, folder: string, edit?: Edit): Promise<string> {
  const copy = join(folder, basename(path));
  if (edit === undefined) {
    copyFileSync(path, copy);
    return copy;
  }
  const zip = await JSZip.loadAsync(readFileSync(path));
  edit(zip);
  writeFileSync(copy, await zip.generateAsync({ type: "uint8array" }));
  return copy;
}
