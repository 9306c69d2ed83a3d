import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import JSZip from "jszip";
import { after, before, describe, it } from "mocha";
import { releaseOf } from "../../tools/build/release.ts";
import { createPackages } from "../../tools/package/create-package.ts";
import { picturesIn, stampRelease } from "../../tools/package/stamp.ts";
import { complaintLines, createVsix } from "../../tools/package/tfx.ts";
import { taskContributions } from "../manifest/extension-manifest.ts";
import { Checkout, releaseManifests } from "./checkout.ts";

const sources = [...releaseManifests, "overview.md", "LICENSE", "images", "tasks", "src"];
const packagerFiles = ["[Content_Types].xml", "extension.vsixmanifest", "extension.vsomanifest"];
const ownFiles = [
  "LICENSE",
  "ThirdPartyNotices.txt",
  "images/exalate-node.png",
  "images/extension-icon.png",
  "overview.md",
];

describe("Packaging the extension", () => {
  const checkout = new Checkout(...sources);
  const pictures = picturesIn(readFileSync(checkout.path("overview.md"), "utf8"));
  let zip: JSZip;
  let sizeBytes: number;
  before(async () => {
    checkout.write("dist/an-older-one.vsix", "");
    const [created] = await createPackages(checkout.root);
    assert.ok(created, "no package");
    zip = await JSZip.loadAsync(readFileSync(created.path));
    sizeBytes = created.sizeBytes;
  });
  after(() => checkout.remove());

  const names = () => Object.values(zip.files).flatMap(({ name, dir }) => (dir ? [] : name));

  it("writes exactly one .vsix to dist", () => {
    const packages = readdirSync(checkout.path("dist")).filter((name) => name.endsWith(".vsix"));
    const { version, publisher } = releaseOf(checkout.root);
    assert.deepEqual(packages, [`${publisher}.exalate-connections-${version}.vsix`]);
  });

  it("has at most 600 kB, and 200 kB of pictures for its page", () => {
    const pictureBytes = pictures.reduce((sum, path) => sum + statSync(checkout.path(path)).size, 0);
    assert.ok(pictureBytes <= 200_000, `${pictureBytes} bytes of pictures`);
    assert.ok(sizeBytes - pictureBytes <= 600_000, `${sizeBytes - pictureBytes} other bytes`);
  });

  it("contains only the built tasks and the extension's own files", () => {
    const tasks = readdirSync(checkout.path("dist/tasks"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(
        ({ parentPath, name }) => `${parentPath.slice(checkout.path("dist").length + 1).replaceAll("\\", "/")}/${name}`,
      );
    assert.ok(tasks.includes("tasks/ExalateInitiate/ExalateInitiateV1/index.js"));
    assert.deepEqual(names().sort(), [...packagerFiles, ...ownFiles, ...pictures, ...tasks].sort());
  });

  it("contains the built files unchanged", async () => {
    const path = "tasks/ExalateInitiate/ExalateInitiateV1/index.js";
    assert.equal(await zip.file(path)?.async("text"), readFileSync(checkout.path("dist", path), "utf8"));
  });

  it("has a folder with task.json one level below each contributed task", async () => {
    const contributions = taskContributions(JSON.parse((await zip.file("extension.vsomanifest")?.async("text")) ?? ""));
    assert.ok(contributions.length > 0);
    for (const { properties } of contributions) {
      assert.ok(
        names().some((name) => new RegExp(`^${properties.name}/[^/]+/task\\.json$`).test(name)),
        properties.name,
      );
    }
  });

  it("sets the content type of every file, independent of the operating system", async () => {
    const types = (await zip.file("[Content_Types].xml")?.async("text")) ?? "";
    assert.match(types, /<Override ContentType="text\/plain" PartName="\/LICENSE"\/>/);
    assert.doesNotMatch(types, /octet-stream/);
  });
});

describe("The packager", () => {
  const checkout = new Checkout(...releaseManifests, "overview.md", "LICENSE", "images", "tasks");
  after(() => checkout.remove());

  it("fails for a warning, such as for a task without its code", async () => {
    checkout.write("ThirdPartyNotices.txt", "None.");
    await stampRelease(checkout.root, releaseOf(checkout.root));
    await assert.rejects(
      createVsix(checkout.root, checkout.path("faulty.vsix")),
      /tfx complained about the extension:\n.*warning: .*\n?/i,
    );
  });

  it("fails for a missing file", async () => {
    rmSync(checkout.path("overview.md"));
    await assert.rejects(createVsix(checkout.root, checkout.path("faulty.vsix")), /tfx failed:[\s\S]*overview\.md/);
  });

  it("reports warnings and errors by line", () => {
    const output = "Creating\nwarning: no icon\r\n - VSIX: a.vsix\nError: broken\nno error here";
    assert.deepEqual(complaintLines(output), ["warning: no icon", "Error: broken"]);
  });
});
