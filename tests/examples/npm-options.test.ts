import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "mocha";
import { help as bench } from "../../tools/bench/options.ts";
import { parseOptions, UsageError } from "../../tools/command-line.ts";
import { help as doctor } from "../../tools/doctor/options.ts";
import { help as exalateNode } from "../../tools/exalate-node/command-line.ts";
import { help as learn } from "../../tools/learn/help.ts";
import { sharedWithNpm } from "../../tools/npm-options.ts";
import { help as packaging } from "../../tools/package/options.ts";
import { help as pictures } from "../../tools/pictures/options.ts";
import { help as release } from "../../tools/release/options.ts";
import { help as start } from "../../tools/start/options.ts";

const config = {
  options: {
    node: { type: "string" },
    json: { type: "boolean", default: false },
    ca: { type: "string" },
    project: { type: "string", multiple: true },
  },
} as const;

describe('The options of a command, when npm took them because "--" is missing', () => {
  it("are used if they are flags", () => {
    assert.equal(parseOptions(config, [], { npm_config_json: "true" }).json, true);
    assert.equal(parseOptions(config, ["--json"], { npm_config_json: "true" }).json, true);
    assert.equal(parseOptions(config, [], {}).json, false);
  });

  for (const [script, call] of [
    ["start", "npm start -- --node …"],
    ["doctor", "npm run doctor -- --node …"],
  ] as const) {
    it(`are refused if they have a value, with the right form for ${script}`, () => {
      const environment = { npm_config_node: "true", npm_lifecycle_event: script };
      assert.throws(
        () => parseOptions(config, ["https://contoso.exalate.cloud"], environment),
        (error) => error instanceof UsageError && error.message.includes(`: ${call} --help`),
      );
    });
  }

  it("are left alone if npm has such a setting itself", () => {
    assert.equal(parseOptions(config, [], { npm_config_ca: "x" }).ca, undefined);
  });

  it("are those of npm if npm says so", () => {
    const commands = [start, doctor, learn, bench, packaging, release, exalateNode, pictures].join("\n");
    const named = new Set(commands.match(/(?<= --)[a-z]+(?:-[a-z]+)*/g));
    const shared = settingsOfNpm().filter((name) => named.has(name));
    assert.deepEqual(
      // A user who lets npm print JSON hardly minds JSON.
      shared.filter((name) => name !== "json"),
      sharedWithNpm.filter((name) => named.has(name)),
    );
  });
});

describe("The options of a command", () => {
  it("can be given several times if the command says so", () => {
    assert.deepEqual(parseOptions(config, ["--project", "A", "--project", "B"], {}).project, ["A", "B"]);
    assert.throws(() => parseOptions(config, ["--node", "A", "--node", "B"], {}), /^Error: --node is given twice\. /);
  });

  it("are refused in whole sentences", () => {
    assert.throws(() => parseOptions(config, ["any"], {}), /positional arguments\. --help lists the options\.$/);
  });
});

/** Names of all settings of npm, sorted. */
function settingsOfNpm(): string[] {
  const { stdout } = spawnSync("npm", ["config", "list", "--long", "--json"], {
    encoding: "utf8",
    timeout: 30_000,
    shell: process.platform === "win32",
  });
  return Object.keys(JSON.parse(stdout)).sort();
}
