import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv-draft-04";
import { describe, it } from "mocha";
import { withServerHandlers } from "./server-handlers.ts";
import { readTasks } from "./task-manifest.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const schemaPath = join(root, "../shared/data/task-json.schema.json");
const isPresent = existsSync(schemaPath);
const request = { EndpointUrl: "$(endpoint.url)", Method: "GET" };
const faulty: readonly (readonly [string, object, string])[] = [
  ["an unknown member", { name: "Sample", colour: "blue" }, " must NOT have additional properties"],
  [
    "an unknown member of a request",
    { execution: { HttpRequest: { Execute: { ...request, Criteria: "" } } } },
    "/execution/HttpRequest/Execute must NOT have additional properties",
  ],
  [
    "a request without a method",
    { execution: { HttpRequest: { Execute: { EndpointUrl: request.EndpointUrl } } } },
    "/execution/HttpRequest/Execute must have required property 'Method'",
  ],
  [
    "a request by an unknown method",
    { execution: { HttpRequest: { Execute: { ...request, Method: "FETCH" } } } },
    "/execution/HttpRequest/Execute/Method must be equal to one of the allowed values",
  ],
];
const skipped = isPresent ? "" : " (skipped: ../shared/data/task-json.schema.json is absent)";

describe("Microsoft's schema of task.json", () => {
  for (const { folder, manifest } of readTasks(root)) {
    it(`accepts ${folder}${skipped}`, function () {
      if (!isPresent) this.skip();
      assert.deepEqual(schemaErrors(manifest), []);
    });
  }

  for (const [what, manifest, error] of faulty) {
    it(`refuses ${what}${skipped}`, function () {
      if (!isPresent) this.skip();
      assert.deepEqual(schemaErrors(manifest), [error]);
    });
  }
});

function schemaErrors(manifest: object): string[] {
  // The schema escapes characters that need none, which a Unicode expression refuses.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  ajv.validate(withServerHandlers(JSON.parse(readFileSync(schemaPath, "utf8"))), manifest);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
