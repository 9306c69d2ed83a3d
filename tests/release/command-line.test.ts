import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { UsageError } from "../../tools/command-line.ts";
import { readOptions } from "../../tools/release/options.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

function run(tool: string, ...args: string[]) {
  return runIn({}, tool, ...args);
}

function runIn(environment: Record<string, string>, tool: string, ...args: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", `tools/release/${tool}.ts`, ...args], {
    cwd: root,
    encoding: "utf8",
    timeout: 20_000,
    env: { PATH: process.env.PATH, ...environment },
  });
}

describe("npm run release:check", () => {
  it("prints its options without checking", () => {
    const { status, stdout } = run("main", "--help");
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: npm run release:check -- \[options\]\n/);
  });

  it("ends with 2 for a release that leads to the placeholder, before it checks anything", () => {
    const address = ["--documentation", "https://exalate-pipelines.example/"];
    const { status, stdout, stderr } = run("main", "--publisher", "contoso", ...address, "--skip-tests");
    assert.match(stderr, /is a placeholder/);
    assert.deepEqual([status, stdout], [2, ""]);
  });

  it("reads its options", () => {
    assert.equal(readOptions(["--help"]), undefined);
    assert.deepEqual({ ...readOptions([]) }, { preview: 0, skipsTests: false, tag: undefined });
    assert.deepEqual(
      { ...readOptions(["--publisher", "contoso", "--preview", "57", "--release-tag", "v1.0.0", "--skip-tests"]) },
      {
        publisher: "contoso",
        preview: 57,
        skipsTests: true,
        tag: "v1.0.0",
      },
    );
  });

  for (const path of ["azure-pipelines.yml", "docs/release.md"]) {
    it(`is used with options that it has in ${path}`, () => {
      const text = readFileSync(join(root, path), "utf8");
      const commands = [...text.matchAll(/npm run release:check -- ((?:[^\n\\`]|\\\n)*)/g)];
      assert.ok(commands.length > 0);
      for (const [, options = ""] of commands) {
        const args = options.replaceAll(/"\$\w+"/g, "57").replaceAll("\\\n", " ");
        assert.ok(readOptions(args.trim().split(/\s+/)), options);
      }
    });
  }

  for (const args of [["--preview", "next"], ["--skip-test"], ["now"], ["--publisher", "a", "--publisher", "b"]]) {
    it(`refuses ${args.join(" ")}`, () => assert.throws(() => readOptions(args), UsageError));
  }
});

describe("npm run release:await-preview", () => {
  it("prints its options", () => {
    const { status, stdout } = run("await-preview", "--help");
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: npm run release:await-preview -- --vsix <file>\n/);
  });

  it("refuses to run without a package or outside of a job", () => {
    for (const [args, message] of [
      [[], /^--vsix is missing\./],
      [["--vsix", "a.vsix"], /^SYSTEM_COLLECTIONURI and SYSTEM_ACCESSTOKEN must be set/],
    ] as const) {
      const { status, stderr } = run("await-preview", ...args);
      assert.match(stderr, message);
      assert.equal(status, 2);
    }
  });

  it("names a package that is not there", () => {
    const job = { SYSTEM_COLLECTIONURI: "http://127.0.0.1:1/", SYSTEM_ACCESSTOKEN: "none" };
    const { status, stderr } = runIn(job, "await-preview", "--vsix", "none.vsix");
    assert.equal(stderr, "--vsix none.vsix: There is no such file.\n");
    assert.equal(status, 2);
  });
});
