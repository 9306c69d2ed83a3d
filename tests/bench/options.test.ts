import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import { help, readOptions } from "../../tools/bench/options.ts";
import { UsageError } from "../../tools/command-line.ts";

const usual = {
  rounds: 7,
  roundTripTimes: [0, 50, 200],
  connectionCounts: [10, 1000, 100_000],
  beside: undefined,
  output: "terminal",
};

describe("bench: its command line", () => {
  it("has a value for every option", () => assert.deepEqual(readOptions([]), usual));

  it("reads lists, each number once and the smallest first", () => {
    const args = ["--rounds", "1", "--round-trip-times", "20, 0,20", "--connections", "300,10", "--json"];
    assert.deepEqual(readOptions(args), {
      ...usual,
      rounds: 1,
      roundTripTimes: [0, 20],
      connectionCounts: [10, 300],
      output: "json",
    });
  });

  it("shows Markdown, or writes it into a file", () => {
    assert.equal(readOptions(["--markdown"])?.output, "markdown");
    assert.deepEqual(readOptions(["--into", "docs/performance.md"])?.output, { file: "docs/performance.md" });
  });

  it("finds the real folder of another build", () => {
    const folder = mkdtempSync(join(tmpdir(), "bench-options-"));
    try {
      mkdirSync(join(folder, "tasks/ExalateInitiate/ExalateInitiateV1"), { recursive: true });
      writeFileSync(join(folder, "tasks/ExalateInitiate/ExalateInitiateV1/task.json"), "");
      symlinkSync("tasks", join(folder, "link"));
      assert.equal(readOptions(["--beside", join(folder, "link")])?.beside, join(folder, "tasks"));
      assert.throws(() => readOptions(["--beside", folder]), UsageError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("asks for help", () => assert.equal(readOptions(["--help"]), undefined));

  it("fits a terminal", () => assert.ok(help.split("\n").every(({ length }) => length <= 120)));

  const wrong: [string, RegExp][] = [
    ["--rounds 0", /^--rounds needs a whole number from 1 to 1000, not "0"\./],
    ["--rounds many", /^--rounds needs a whole number/],
    ["--round-trip-times 50", /^--round-trip-times needs at least two numbers\./],
    ["--round-trip-times 0,-1", /^--round-trip-times needs a whole number from 0 to 10000, not "-1"\./],
    ["--connections 10,", /^--connections needs a whole number from 1 to 1000000, not ""\./],
    ["--beside no-such-folder", /^--beside needs the dist\/tasks of another build, and "no-such-folder" is none\./],
    ["--json --markdown", /^Only one of --json, --markdown and --into can be used\./],
    ["--into none.md", /^--into none\.md: There is no such file\.$/],
    ["--into README.md", /^--into README\.md: It has no <!-- bench --> followed by/],
    ["--runs 3", /^Unknown option '--runs'/],
  ];
  for (const [args, message] of wrong) {
    it(`refuses ${args}`, () => {
      assert.throws(
        () => readOptions(args.split(" ")),
        (error) => error instanceof UsageError && message.test(error.message),
      );
    });
  }
});
