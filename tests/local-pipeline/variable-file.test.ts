import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "mocha";
import { readVariableGroups } from "../../tools/local-pipeline/variable-file.ts";

describe("A file with variable groups", () => {
  const folder = mkdtempSync(join(tmpdir(), "local-pipeline-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "variables.json");

  function read(text: string) {
    writeFileSync(file, text);
    return readVariableGroups(file);
  }

  it("holds plain and secret variables", async () => {
    const groups = {
      partner: { key: { value: "not-a-real-secret", isSecret: true }, plain: { value: "1", isSecret: false } },
      other: { text: "2" },
    };
    assert.deepEqual(await read(JSON.stringify(groups)), groups);
    assert.deepEqual(await read('{"g": {"v": {"value": "1"}}}'), { g: { v: { value: "1", isSecret: false } } });
  });

  it("with a mistake is refused with the place, and shows no value", async () => {
    const cases = [
      ['{"g": {"v": "hidden-value}}', "is not a JSON object with variable groups."],
      ['["hidden-value"]', "is not a JSON object with variable groups."],
      ['{"g": "hidden-value"}', 'the group "g" is not an object'],
      ['{"g": {"v": {"value": "hidden-value", "isSecret": "true"}}}', 'the variable "g.v" needs a text'],
      ['{"g": {"v": {"value": ["hidden-value"]}}}', 'the variable "g.v" needs a text'],
    ] as const;
    for (const [text, message] of cases) {
      await assert.rejects(read(text), (error: Error) => {
        assert.equal(error.message.includes(message), true, error.message);
        assert.equal(error.message.includes("hidden-value"), false, error.message);
        return true;
      });
    }
  });
});
