import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv-draft-04";
import { describe, it } from "mocha";
import { readTasks } from "./task-manifest.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const schemaPath = join(root, "../shared/data/task-json.schema.json");
const isPresent = existsSync(schemaPath);
const skipped = isPresent ? "" : " (skipped: ../shared/data/task-json.schema.json is absent)";

describe("Microsoft's schema of task.json", () => {
  for (const { folder, manifest } of readTasks(root)) {
    it(`accepts ${folder}${skipped}`, function () {
      if (!isPresent) this.skip();
      assert.deepEqual(schemaErrors(manifest), []);
    });
  }

  it(`refuses an unknown member${skipped}`, function () {
    if (!isPresent) this.skip();
    assert.deepEqual(schemaErrors({ name: "Sample", colour: "blue" }), [" must NOT have additional properties"]);
  });
});

function schemaErrors(manifest: object): string[] {
  // The schema escapes characters that need none, which a Unicode expression refuses.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  ajv.validate(JSON.parse(readFileSync(schemaPath, "utf8")), manifest);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
