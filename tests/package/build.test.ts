import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { after, before, describe, it } from "mocha";
import {
  type BuiltTask,
  buildTasks,
  everyRunBudgetBytes,
  filesOfEveryRun,
  requireWithinBudget,
  startFile,
} from "../../tools/build/build-tasks.ts";
import { findTaskFolders } from "../../tools/build/task-folder.ts";
import { Checkout, releaseManifests } from "./checkout.ts";

describe("Building the tasks", () => {
  const checkout = new Checkout(...releaseManifests, "tasks", "src");
  let built: BuiltTask[] = [];
  before(async () => {
    built = await buildTasks(checkout.root);
  });
  after(() => checkout.remove());

  const builtFile = (name: string, file: string) => readFileSync(checkout.path("dist/tasks", name, file), "utf8");
  const bundles = () =>
    built.filter(({ bundleBytes }) => bundleBytes !== undefined).map(({ name }) => builtFile(name, "index.js"));

  it("builds every task folder", () => {
    assert.deepEqual(
      built.map(({ name }) => name),
      findTaskFolders(checkout.root).map(({ name }) => name),
    );
    assert.ok(built.some(({ name }) => name === "ExalateInitiate/ExalateInitiateV1"));
  });

  it("makes each folder ready to run, without other files", () => {
    for (const { name, bundleBytes, parts } of built) {
      const code = bundleBytes === undefined ? [] : ["index.js", "package.json", ...parts.map(({ file }) => file)];
      assert.deepEqual(
        readdirSync(checkout.path("dist/tasks", name)).sort(),
        ["icon.png", "task.json", ...code].sort(),
      );
    }
  });

  it("minifies nothing but the code of packages, in files that are loaded on request", () => {
    for (const { name, parts } of built)
      for (const { file } of parts) {
        const text = builtFile(name, file);
        const [packages, own = text] = text.split("// Code of the extension:\n");
        if (packages !== text) assert.match(packages ?? "", /^"use strict";\n.*\nvar bundledPackages=/, file);
        assert.match(own, /^\/\/ (\.\.\/)*(\S+\/)?src\//m, file);
        assert.ok(own.length / own.split("\n").length < 80, file);
      }
  });

  it("sets CommonJS for every bundle", () => {
    for (const { name } of built.filter(({ bundleBytes }) => bundleBytes !== undefined)) {
      assert.deepEqual(JSON.parse(builtFile(name, "package.json")), { type: "commonjs" });
    }
  });

  it("needs only Node's own modules", () => {
    const parts = built.flatMap((task) => task.parts.map(({ file }) => `./${file}`));
    const required = bundles().flatMap((text) =>
      [...text.matchAll(/\brequire\("([^"]+)"\)/g)].flatMap(([, name]) => name ?? []),
    );
    assert.ok(required.includes("https"));
    assert.deepEqual(
      required.filter((name) => !isBuiltin(name) && !parts.includes(name)),
      [],
    );
  });

  it("keeps the code readable", () => {
    for (const text of bundles()) {
      assert.ok(text.includes("function _getVariableKey(name) {\n"), "names are not kept");
      assert.ok(!text.includes("sourceMappingURL"), "there is a source map");
      assert.ok(text.length / text.split("\n").length < 80, "the lines are long");
    }
  });

  it("leaves out the doc comments of class members", () => {
    const source = readFileSync(checkout.path("src/core/secret.ts"), "utf8");
    const comments = source.match(/\/\*\* .* \*\//g) ?? [];
    assert.ok(comments.length > 3);
    for (const text of bundles())
      assert.deepEqual(
        comments.filter((comment) => text.includes(comment)),
        [],
      );
  });

  it("keeps age in a file of its own, which only the tasks that encrypt or decrypt have", () => {
    const holders = built.flatMap(({ name, parts }) =>
      ["index.js", ...parts.map(({ file }) => file)]
        .filter((file) => parts.length > 0 && builtFile(name, file).includes("age-encryption.org/v1/scrypt"))
        .map((file) => `${name.split("/")[0]} ${file}`),
    );
    assert.deepEqual(holders, ["ExalateAccept age.js", "ExalateInitiate age.js"]);
  });

  it("leaves out modules that no task uses", () => {
    const origins = bundles().flatMap((text) => text.match(/^ *\/\/ .*node_modules\/.*$/gm) ?? []);
    assert.ok(origins.some((line) => line.includes("/typed-rest-client/HttpClient.js")));
    assert.deepEqual(
      origins.filter((line) => /node_modules\/(q|qs|semver|minimatch|underscore)\//.test(line)),
      [],
    );
  });

  it("writes the same bytes again", async () => {
    const before = bundles();
    await buildTasks(checkout.root);
    assert.ok(
      bundles().every((text, index) => text === before[index]),
      "the bundles differ",
    );
  });

  it("writes the notices of the bundled packages", () => {
    const notices = readFileSync(checkout.path("dist/ThirdPartyNotices.txt"), "utf8");
    assert.match(notices, /^azure-pipelines-task-lib \S+ \(MIT\)$/m);
    assert.match(notices, /^typed-rest-client \S+ \(MIT\)$/m);
    assert.match(notices, /Permission is hereby granted/);
    assert.doesNotMatch(notices, /^(q|qs|semver|minimatch) \d/m);
  });
});

describe("Building a single task", () => {
  const checkout = new Checkout(...releaseManifests);
  after(() => checkout.remove());

  it("fails without an entry for the Node handler", async () => {
    const folder = "tasks/Sample/SampleV1";
    checkout.write(`${folder}/icon.png`, "");
    checkout.write(`${folder}/task.json`, JSON.stringify({ execution: { Node24: { target: "index.js" } } }));
    await assert.rejects(
      buildTasks(checkout.root),
      /Sample\/SampleV1 has a Node handler in task\.json, but no index\.ts/,
    );
  });

  it("bundles no code for an agentless task", async () => {
    checkout.write("tasks/Sample/SampleV1/icon.png", "");
    checkout.write("tasks/Sample/SampleV1/task.json", JSON.stringify({ execution: { HttpRequest: {} } }));
    assert.deepEqual(await buildTasks(checkout.root), [{ name: "Sample/SampleV1", bundleBytes: undefined, parts: [] }]);
  });

  it("builds dynamic imports as separate files, which are loaded on demand", async () => {
    checkout.write("tasks/Sample/SampleV1/task.json", JSON.stringify({ execution: { Node24: {} } }));
    checkout.write("tasks/Sample/SampleV1/index.ts", 'import("./part.ts").then(({ say }) => say());');
    checkout.write(
      "tasks/Sample/SampleV1/part.ts",
      'export const say = () => import("./inner.ts").then(({ word }) => console.log(word));',
    );
    checkout.write("tasks/Sample/SampleV1/inner.ts", 'export const word = "from the inner part";');
    const [built] = await buildTasks(checkout.root);
    assert.deepEqual(
      built?.parts.map(({ file }) => file),
      [startFile, "part.js", "inner.js"],
    );
    const script = checkout.path("dist/tasks/Sample/SampleV1/index.js");
    assert.equal(execFileSync(process.execPath, [script], { encoding: "utf8" }).trim(), "from the inner part");
    assert.ok(!readFileSync(script, "utf8").includes("inner part"));
  });

  it("refuses a task of which every run loads more than the budget", () => {
    const [part = "", main = ""] = filesOfEveryRun;
    const filesOf = (sizeBytes: number) => [
      { file: main, sizeBytes: everyRunBudgetBytes - 100 },
      { file: "on-request.js", sizeBytes: everyRunBudgetBytes },
      { file: part, sizeBytes },
    ];
    requireWithinBudget("Sample", filesOf(100));
    assert.throws(
      () => requireWithinBudget("Sample", filesOf(200)),
      /Sample: index\.js and start\.js have 250\.1 kB, over the budget of 250\.0 kB/,
    );
  });
});
