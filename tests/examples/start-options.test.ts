import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { UsageError } from "../../tools/command-line.ts";
import { readOptions } from "../../tools/start/options.ts";

describe('The options of npm start, when npm took them because "--" is missing', () => {
  it("are used if they are flags", () => {
    const options = readOptions([], { npm_config_reject: "true", npm_config_debug: "true" });
    assert.deepEqual(options, { kind: "example", isRejected: true, debug: true });
    assert.deepEqual(readOptions([], {}), { kind: "example", isRejected: false, debug: false });
  });

  for (const name of ["npm_config_node", "npm_config_destination_url", "npm_config_if_exists"]) {
    it(`are refused if they have a value, such as ${name}`, () => {
      const run = () => readOptions([], { [name]: "x", npm_config_reject: "true" });
      assert.throws(
        run,
        (error) => error instanceof UsageError && /npm start -- --[a-z-]+ … --help/.test(error.message),
      );
    });
  }

  it("are left alone if npm has such a setting itself", () => {
    assert.deepEqual(
      readOptions([], { npm_config_description: "true", npm_config_registry: "x" }),
      readOptions([], {}),
    );
  });
});
