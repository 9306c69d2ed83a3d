import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { after, describe, it } from "mocha";
import { har } from "../support/har.ts";
import { assertClean } from "../support/secret-scan.ts";
import { assertSnapshot } from "../support/snapshot.ts";
import { type ProcessResult, runWithoutNetwork, TestFolder, typedOptions } from "./command.ts";

const code = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZg";
const password = "correct7horse";
const session = "5f2b9c1d8e7a6b5c4d3e2f1a0b9c8d7e";

const recording = har("chrome", [
  {
    method: "POST",
    url: "https://node.contoso.example/rest/login",
    requestHeaders: [["Cookie", `SID=${session}`]],
    requestBody: { password },
    answerBody: code,
  },
]);

const folder = new TestFolder();
const file = folder.write("initiating.har", recording);
const others = folder.write("accepting.har", recording);

/** Runs the command with an invented learner, and looks for secrets in all that it prints. */
async function learn(learner: string, args: readonly string[]): Promise<ProcessResult> {
  const result = await runWithoutNetwork("tests/learn/invented-learner.ts", args, { LEARNER: learner });
  assertClean("output", result.stdout + result.stderr, { code, password, session });
  return result;
}

function learnFrom(learner: string, ...args: string[]): Promise<ProcessResult> {
  return learn(learner, ["--initiating", file, ...typedOptions, ...args]);
}

describe("npm run learn", function () {
  this.timeout(120_000);
  after(() => folder.remove());

  it("prints what was learned, what was not seen and the overrides, and exits with 0", async () => {
    const { exitCode, stdout, stderr } = await learnFrom("complete");
    assert.equal(exitCode, 0, stderr);
    assert.equal(stderr, "");
    assertSnapshot(fileURLToPath(new URL("snapshots/complete.snapshot", import.meta.url)), stdout);
  });

  it("exits with 1 when something is left to edit, one line for each", async () => {
    const { exitCode, stdout } = await learnFrom("to edit");
    assert.equal(exitCode, 1);
    assert.deepEqual(stdout.match(/^EDIT .*$/gm), [
      "EDIT /operations/initiateConnection/body/requestId: It looks like a value made for one call. Remove it.",
    ]);
    assert.match(stdout, /^1 thing is left to edit/m);
  });

  it("says when no overrides are needed", async () => {
    const { exitCode, stdout } = await learnFrom("same");
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Nothing differs from what the tasks assume: no API overrides are needed\.$/m);
  });

  it("prints one JSON object, whose overrides are those that it saves", async () => {
    const saved = folder.path("overrides.json");
    const { exitCode, stdout } = await learnFrom("to edit", "--json", "--save", saved, "--accepting", others);
    assert.equal(exitCode, 1);
    const report: Record<string, unknown> = JSON.parse(stdout);
    assert.deepEqual(Object.keys(report), ["overrides", "operations", "edits", "notSeen", "remarks"]);
    assert.deepEqual(report.overrides, JSON.parse(readFileSync(saved, "utf8")));
  });

  it("replaces a saved file as a whole, and says where it is instead of printing it", async () => {
    const saved = folder.write("old.json", "x".repeat(10_000));
    const { exitCode, stdout } = await learnFrom("complete", "--save", saved);
    assert.equal(exitCode, 0);
    assert.equal(readFileSync(saved, "utf8"), '{\n  "basePath": "/rest"\n}\n');
    assert.ok(stdout.includes(`The API overrides were saved to ${saved}.`) && !stdout.includes('"basePath"'), stdout);
    assert.ok(readdirSync(dirname(saved)).every((name) => !name.endsWith(".tmp")));
  });

  it("counts entries that cannot be read", async () => {
    const broken = folder.write("broken.har", recording.replace('"entries": [', '"entries": [null, 5,'));
    const { exitCode, stdout } = await learn("complete", ["--initiating", broken, ...typedOptions]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Note: 2 entries of the recordings were left out/m);
  });

  it("prints recorded text without control characters, commands or lines of its own", async () => {
    const { stdout } = await learnFrom("hostile");
    assert.match(stdout, /^Note: see {2}\[31m#_#vso\[task\.complete\]<U\+202E> this EDIT \/x: y$/m);
    assert.ok(!stdout.includes("\u001b"));
  });

  it("replaces a secret of the recording in what it prints", async () => {
    const { exitCode, stdout } = await learnFrom("secret in text");
    assert.equal(exitCode, 1);
    assert.match(stdout, /^Note: It answered \*\*\*\.$/m);
    assert.match(stdout, /^EDIT \/x: Write \*\*\* here\.$/m);
    const { remarks, edits } = JSON.parse((await learnFrom("secret in text", "--json")).stdout);
    assert.deepEqual(remarks, ["It answered ***."]);
    assert.deepEqual(edits, [{ pointer: "/x", what: "Write *** here." }]);
  });

  for (const [learner, place] of [
    ["secret in overrides", ", at /operations/x/body/code;"],
    ["encoded secret", ", at /basePath;"],
    ["secret as name", ";"],
  ] as const) {
    it(`prints and saves nothing when there is a ${learner}`, async () => {
      const saved = folder.path("never.json");
      for (const args of [[], ["--json"]]) {
        const { exitCode, stdout, stderr } = await learnFrom(learner, "--save", saved, ...args);
        assert.equal(exitCode, 2);
        assert.equal(stdout, "");
        assert.ok(stderr.includes(`looks secret${place} nothing was printed or saved`), stderr);
        assert.ok(!existsSync(saved));
      }
    });
  }

  for (const [title, learner, args, words] of [
    ["without --initiating", "", typedOptions, /^--initiating is missing\. --help lists the options\.$/],
    ["without what was typed", "", ["--initiating", file], /^--local-short-name is missing\./],
    ["with a blank option", "", ["--initiating", file, ...typedOptions.slice(0, -1), " "], /^--project is missing\./],
    ["with an unknown option", "", ["--nod", "x"], /'--nod'.* --help lists the options\.$/],
    ["with something else", "", ["x"], /'x'/],
    ["with an option given twice", "", ["--json", "--mode", "basic", "--mode", "script"], /^--mode is given twice\./],
    ["with an option without value", "", ["--initiating"], /--initiating.* --help lists the options\.$/],
    ["in Visual mode", "", ["--initiating", file, ...typedOptions, "--mode", "Visual"], /^--mode cannot be visual: /],
    [
      "in an unknown mode",
      "",
      ["--initiating", file, ...typedOptions, "--mode", "x"],
      /^--mode must be script or basic\./,
    ],
    ["with a node that is no URL", "", ["--initiating", file, ...typedOptions, "--node", "x"], /^EXA103: .*--node/],
    [
      "with a destination that is no URL",
      "",
      ["--initiating", file, "--destination-url", "x", ...typedOptions.slice(2)],
      /^EXA103: .*--destination-url/,
    ],
    ["with the same file twice", "", ["--initiating", file, "--accepting", file, ...typedOptions], /are the same file/],
    [
      "when the recording would be overwritten",
      "",
      ["--initiating", file, "--save", file, ...typedOptions],
      /would overwrite/,
    ],
    [
      "when the file cannot be saved",
      "complete",
      ["--initiating", file, "--save", folder.path("no/x"), ...typedOptions],
      /cannot be written \(ENOENT\)/,
    ],
    ["without such a file", "", ["--initiating", folder.path("none"), ...typedOptions], /There is no such file\.$/],
    ["with a folder", "", ["--initiating", dirname(file), ...typedOptions], /It is a folder\.$/],
    [
      "with a text",
      "",
      ["--initiating", "README.md", ...typedOptions],
      /^--initiating README\.md: The recording is not JSON\.$/,
    ],
    [
      "with other JSON",
      "",
      ["--initiating", file, "--accepting", "package.json", ...typedOptions],
      /^--accepting package\.json: .*no recording of a browser/,
    ],
    [
      "with a recording of something else",
      "foreign",
      ["--initiating", file, ...typedOptions],
      /^Nothing of an Exalate node/,
    ],
    [
      "after a mistake of its own, which it does not quote",
      "mistaken",
      ["--initiating", file, ...typedOptions],
      /mistake in this command \(TypeError\)\.$/,
    ],
  ] as const) {
    it(`exits with 2 ${title}, and says so in one line`, async () => {
      const { exitCode, stdout, stderr } = await learn(learner, args);
      assert.equal(exitCode, 2, stderr);
      assert.equal(stdout, "");
      assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
      assert.match(stderr.trimEnd(), words);
      assert.equal(readFileSync(file, "utf8"), recording);
    });
  }

  it("prints its help, in lines that fit", async () => {
    const { exitCode, stdout } = await learn("", ["--help"]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Usage: npm run learn -- --initiating <file\.har>/);
    const lines = stdout.split("\n");
    assert.ok(lines.length <= 45 && lines.every((line) => line.length <= 120), stdout);
  });
});
