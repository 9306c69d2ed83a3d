import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { type Extension, extensionChecks } from "./extension-checks.ts";
import { readExtension } from "./extension-manifest.ts";
import { taskChecks } from "./task-checks.ts";
import { readTasks } from "./task-manifest.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tasks = readTasks(root);
const extension: Extension = { root, manifest: readExtension(root), tasks };

describe("The extension manifest", () => {
  it("contains tasks to check", () =>
    assert.ok(tasks.some(({ folder }) => folder === "ExalateInitiate/ExalateInitiateV1")));

  for (const { rule, problems } of extensionChecks) {
    it(`follows the rule: ${rule}`, () => assert.deepEqual(problems(extension), []));
  }
});

for (const { folder, manifest } of tasks) {
  describe(`The manifest of ${folder}`, () => {
    for (const { rule, problems } of taskChecks) {
      it(`follows the rule: ${rule}`, () => assert.deepEqual(problems(manifest), []));
    }
  });
}
