import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { parseDocument } from "../../../src/doctor/document.ts";
import { isDescription } from "../../../src/doctor/read-description.ts";
import { described, proposed } from "../../support/describing.ts";

const packages = fileURLToPath(new URL("../../../node_modules", import.meta.url));

/** Packages with API descriptions of real products, and the minimum number of descriptions in each. */
const sources: readonly { readonly name: string; readonly least: number }[] = [
  // Swagger 2.0, OpenAPI 3.0 and 3.1, as JSON and YAML: ReadMe's own API, USPTO, a train booking, and many oddities.
  { name: "@readme/oas-examples", least: 80 },
];

function documentsOf(name: string): string[] {
  const folder = join(packages, name);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => /\.(json|ya?ml)$/.test(file)).map((file) => join(folder, file));
}

describe("API descriptions of other products", function () {
  this.timeout(60_000);
  for (const { name, least } of sources) {
    const isInstalled = existsSync(join(packages, name));
    const test = isInstalled ? it : it.skip;
    test(`are read and compared without a wrong guess, from ${name}${isInstalled ? "" : " (not installed)"}`, async () => {
      let read = 0;
      for (const file of documentsOf(name)) {
        const document = await parseDocument(readFileSync(file, "utf8"));
        if (!isDescription(document)) continue;
        read += 1;
        const description = described(document);
        const { choices } = await proposed(description);
        const guesses = choices.flatMap(({ name: operation, chosen }) => (chosen ? [`${operation} in ${file}`] : []));
        assert.deepEqual(guesses, []);
        for (const call of description.calls) assert.ok([call.body, call.answer, call.refusal].length === 3);
      }
      assert.ok(read >= least, `${read} descriptions`);
    });
  }
});
