import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import JSZip from "jszip";
import { after, before, describe, it } from "mocha";
import { releaseOf } from "../../tools/build/release.ts";
import { markdownWithAddresses, stampedTask } from "../../tools/build/stamped-manifests.ts";
import { createPackages } from "../../tools/package/create-package.ts";
import { previewTaskName } from "../../tools/package/preview.ts";
import { endpointContributions } from "../manifest/extension-manifest.ts";
import { taskChecks } from "../manifest/task-checks.ts";
import { readTasks, type TaskManifest } from "../manifest/task-manifest.ts";
import { Checkout, releaseManifests } from "./checkout.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const documentation = "https://github.com/contoso/exalate/blob/main/";
const { version } = releaseOf(root);

describe("A release and its preview, from one build", () => {
  const checkout = new Checkout(...releaseManifests, "overview.md", "LICENSE", "images", "tasks", "src");
  const zips: JSZip[] = [];
  before(async () => {
    const release = releaseOf(checkout.root, { publisher: "contoso", documentation });
    for (const { path } of await createPackages(checkout.root, { release, preview: 57 })) {
      zips.push(await JSZip.loadAsync(readFileSync(path)));
    }
  });
  after(() => checkout.remove());

  const text = async (index: number, path: string) => (await zips[index]?.file(path)?.async("text")) ?? "";
  const taskFiles = readTasks(root).map(({ folder }) => `tasks/${folder}/task.json`);
  const task = async (index: number, path: string): Promise<TaskManifest & { helpUrl: string; author: string }> =>
    JSON.parse(await text(index, path));

  it("have the same code", async () => {
    const names = Object.keys(zips[0]?.files ?? {}).filter((name) => name.endsWith(".js"));
    assert.ok(names.length > 10, "too few files");
    for (const name of names) assert.equal(await text(1, name), await text(0, name), name);
  });

  it("carry the publisher and the version everywhere", async () => {
    assert.match(
      await text(0, "extension.vsixmanifest"),
      new RegExp(`Id="exalate-connections" Publisher="contoso" Version="${version}"`),
    );
    assert.match(
      await text(1, "extension.vsixmanifest"),
      new RegExp(`Id="exalate-connections-preview" Publisher="contoso" Version="${version.replace(/\d+$/, "57")}"`),
    );
    for (const path of taskFiles) {
      const [released, preview] = [await task(0, path), await task(1, path)];
      const { Major, Minor, Patch } = released.version;
      assert.deepEqual([`${Major}.${Minor}.${Patch}`, released.author], [version, "contoso"]);
      assert.deepEqual(preview.version, { Major, Minor, Patch: 57 });
    }
  });

  it("share no id and no name, so that both can be installed", async () => {
    const manifests = await Promise.all([0, 1].map((index) => Promise.all(taskFiles.map((path) => task(index, path)))));
    const [released = [], previews = []] = manifests;
    for (const member of ["id", "name", "friendlyName"] as const) {
      const all = [...released, ...previews].map((each) => each[member]);
      assert.equal(new Set(all).size, 2 * taskFiles.length, member);
    }
    assert.deepEqual(
      previews.map(({ name }) => name),
      released.map(({ name }) => previewTaskName(name)),
    );
  });

  it("use their own type of service connection", async () => {
    for (const [index, type] of ["exalate", "exalatepreview"].entries()) {
      const [endpoint] = endpointContributions(JSON.parse(await text(index, "extension.vsomanifest")));
      assert.equal(endpoint?.properties.name, type);
      const types = await Promise.all(taskFiles.map(async (path) => (await task(index, path)).inputs[0]?.type));
      for (const each of types) assert.match(each ?? "", new RegExp(`^connectedService:${type}(:Token)?$`));
    }
  });

  it("hold the rules for every task.json", async () => {
    for (const path of taskFiles) {
      const manifest = { ...(await task(1, path)), name: (await task(0, path)).name };
      assert.deepEqual(
        taskChecks.flatMap(({ problems }) => problems(manifest)),
        [],
        path,
      );
    }
  });

  it("lead to the documentation's address, and to no page without it", async () => {
    const [manifest, overview] = [await text(0, "extension.vsixmanifest"), await text(0, "overview.md")];
    const links = [...manifest.matchAll(/Services\.Links\.\w+" Value="([^"]*)"/g)].map(([, link = ""]) => link);
    const inOverview = [...overview.matchAll(/\]\((?!images\/|#)([^)]*)\)/g)].map(([, link = ""]) => link);
    const inTasks = await Promise.all(taskFiles.map(async (path) => (await task(0, path)).helpUrl));
    for (const link of [...links, ...inOverview, ...inTasks]) assert.match(link, /^https:\/\//);
  });

  it("say the address of the section about a failure", async () => {
    const folder = checkout.path("dist/tasks/ExalateStatus/ExalateStatusV1");
    const { stdout } = spawnSync(process.execPath, [join(folder, "start.js")], { encoding: "utf8", timeout: 10_000 });
    assert.match(
      stdout,
      /##vso\[task\.issue type=error;[^\]]*\]EXA101: .* See https:\/\/github\.com\/contoso\/exalate\/blob\/main\/docs\/troubleshooting\.md#exa101$/m,
    );
  });

  it("introduce the preview on its page", async () => {
    assert.match(
      await text(1, "overview.md"),
      new RegExp(`^> This is the preview of version ${version}\\. .*ExalateInitiatePreview@1`),
    );
  });
});

describe("A release", () => {
  const publisher = "contoso";

  it("for trying keeps the publisher of the manifest and the paths of the pages", () => {
    assert.deepEqual(releaseOf(root), { version, publisher: "exalate-pipelines", documentation: undefined });
  });

  it("that is published has the given publisher and address", () => {
    assert.deepEqual(releaseOf(root, { publisher, documentation }), { version, publisher, documentation });
    const azureRepos = "https://dev.azure.com/contoso/Tools/_git/exalate?path=/";
    assert.equal(releaseOf(root, { publisher, documentation: azureRepos }).documentation, azureRepos);
  });

  it("is not published with the placeholder of package.json as the documentation's address", () => {
    const checkout = new Checkout(...releaseManifests);
    checkout.write("package.json", JSON.stringify({ version, homepage: "https://exalate-pipelines.example/" }));
    try {
      assert.throws(
        () => releaseOf(checkout.root, { publisher }),
        /^Error: https:\/\/\S+\.example\/ is a placeholder, .*--documentation/,
      );
    } finally {
      checkout.remove();
    }
  });

  for (const host of [
    "example",
    "docs.example.com",
    "example.net",
    "example.org",
    "a.invalid",
    "localhost",
    "a.test",
    "docs.example.com.",
    "127.0.0.1",
    "[::1]",
  ]) {
    it(`is not published with documentation on the reserved host ${host}`, () => {
      const address = `https://${host}/docs/`;
      assert.throws(() => releaseOf(root, { publisher, documentation: address }), /is a placeholder/);
      assert.equal(releaseOf(root, { documentation: address }).documentation, undefined);
    });
  }

  it("is published with documentation on a host whose name only contains a reserved one", () => {
    for (const host of ["example.com.contoso.com", "myexample.com", "test.contoso.com"]) {
      const address = `https://${host}/`;
      assert.equal(releaseOf(root, { publisher, documentation: address }).documentation, address);
    }
  });

  for (const address of [
    "contoso.com",
    "http://contoso.com/",
    "https://contoso.com",
    "https://a:b@contoso.com/",
    "https://contoso.com/a b/",
    "",
  ]) {
    it(`is refused with the address ${JSON.stringify(address)}`, () => {
      assert.throws(
        () => releaseOf(root, { publisher, documentation: address }),
        /is no https address that ends with a slash/,
      );
    });
  }

  for (const name of ["", "contoso inc", "-contoso", "a/b"]) {
    it(`is refused with the publisher ${JSON.stringify(name)}`, () => {
      assert.throws(() => releaseOf(root, { publisher: name, documentation }), /no id of a publisher/);
    });
  }
});

describe("A stamped manifest", () => {
  const release = { version: "1.4.2", publisher: "contoso", documentation };

  it("has links to pages of the repository, and keeps all others", () => {
    const text =
      "[a](docs/gate.md) [b](https://contoso.com/) [c](#d) ![e](images/e.png) [![f](images/f.png)](README.md)";
    assert.equal(
      markdownWithAddresses(text, release),
      `[a](${documentation}docs/gate.md) [b](https://contoso.com/) [c](#d) ![e](images/e.png) [![f](images/f.png)](${documentation}README.md)`,
    );
    assert.equal(markdownWithAddresses(text, { ...release, documentation: undefined }), text);
  });

  it("is refused when the version's major differs from that of the task", () => {
    assert.deepEqual(stampedTask({}, "A/AV1", release).version, { Major: 1, Minor: 4, Patch: 2 });
    assert.throws(() => stampedTask({}, "A/AV2", release), /tasks\/A\/AV2 cannot have the version 1\.4\.2/);
  });
});

describe("npm run package", () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "tools/package/package.ts", ...args], {
      cwd: root,
      encoding: "utf8",
      timeout: 20_000,
    });

  it("prints its options without packaging", () => {
    const { status, stdout } = run("--help");
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: npm run package -- \[options\]\n/);
  });

  const wrong: readonly [args: string[], message: RegExp][] = [
    [["--publisher", "contoso"], /is a placeholder/],
    [["--preview", "next"], /--preview is "next", which is no whole number/],
    [["--preview", "2147483648"], /no whole number up to 2147483647/],
    [["--colour", "blue"], /--help lists the options/],
  ];
  for (const [args, message] of wrong) {
    it(`refuses ${args.join(" ")}`, () => {
      const { status, stderr } = run(...args);
      assert.equal(status, 2);
      assert.match(stderr, message);
    });
  }
});
