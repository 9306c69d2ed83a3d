import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { IncludedPackage } from "../../tools/release/included-packages.ts";
import { sbomOf } from "../../tools/release/sbom.ts";
import { sbomProblems } from "./sbom-schema.ts";

const project = { name: "sample", version: "1.0.0", description: "A sample.", license: "MIT" };

function included(folder: string, version: string, ...needed: string[]): IncludedPackage {
  const integrity = `sha512-${Buffer.alloc(64, version).toString("base64")}`;
  const dependencies = Object.fromEntries(needed.map((name) => [name, "*"]));
  return { folder, name: folder.replace(/^.*node_modules\//, ""), version, license: "MIT", integrity, dependencies };
}

/** The older `hashes` is only for `quantum`; `absent` is needed, but not part of the release. */
const packages = [
  included("node_modules/hashes", "2.0.0"),
  included("node_modules/age", "1.2.0", "hashes", "@noble/quantum", "absent"),
  included("node_modules/@noble/quantum", "0.5.0", "hashes"),
  included("node_modules/@noble/quantum/node_modules/hashes", "1.0.0"),
];

interface Bom {
  readonly components: readonly { purl: string; licenses: object[]; hashes: { alg: string; content: string }[] }[];
  readonly dependencies: readonly { ref: string; dependsOn?: string[] }[];
}

describe("The bill of materials of a release", () => {
  const text = sbomOf(project, packages);
  const bom: Bom = JSON.parse(text);

  it("has the form of CycloneDX, and is the same for the same packages", () => {
    assert.deepEqual(sbomProblems(bom), []);
    assert.notDeepEqual(sbomProblems({ ...bom, specVersion: 1 }), []);
    assert.equal(sbomOf(project, [...packages].reverse()), text);
  });

  it("names each package with its license and the hash of its archive", () => {
    const [quantum] = bom.components;
    assert.deepEqual(quantum, {
      type: "library",
      name: "quantum",
      group: "@noble",
      version: "0.5.0",
      "bom-ref": "pkg:npm/%40noble/quantum@0.5.0",
      purl: "pkg:npm/%40noble/quantum@0.5.0",
      hashes: [{ alg: "SHA-512", content: Buffer.alloc(64, "0.5.0").toString("hex") }],
      licenses: [{ license: { id: "MIT" } }],
    });
    assert.equal(bom.components.length, packages.length);
  });

  it("says which package needs which, as Node finds them", () => {
    const needed = Object.fromEntries(bom.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
    assert.deepEqual(needed, {
      "pkg:npm/%40noble/quantum@0.5.0": ["pkg:npm/hashes@1.0.0"],
      "pkg:npm/age@1.2.0": ["pkg:npm/%40noble/quantum@0.5.0", "pkg:npm/hashes@2.0.0"],
      "pkg:npm/hashes@1.0.0": [],
      "pkg:npm/hashes@2.0.0": [],
      "sample@1.0.0": bom.components.map(({ purl }) => purl),
    });
  });

  it("is refused for a package whose archive has no SHA-512", () => {
    const [first = included("node_modules/a", "1.0.0")] = packages;
    assert.throws(() => sbomOf(project, [{ ...first, integrity: "sha1-AAAA" }]), /"sha1-AAAA" is no SHA-512 hash\./);
  });
});
