import assert from "node:assert/strict";
import { TaskCommand } from "azure-pipelines-task-lib/taskcommand.js";
import fc from "fast-check";
import { describe, it } from "mocha";
import { escapeCommandText, unescapeCommandText } from "../../tools/local-agent/command-escapes.ts";
import { parseCommand } from "../../tools/local-agent/command-parser.ts";
import { LineSplitter } from "../../tools/local-agent/line-splitter.ts";

const anyText = fc.string({ unit: "binary", maxLength: 60 });

describe("local agent: command parser", () => {
  it("finds a command anywhere in a line and ends it at the first bracket", () => {
    const command = parseCommand("text before ##vso[task.logissue type=error;code=1]a]b##vso[task.debug]c", true);
    assert.deepEqual([command?.area, command?.event, command?.data], ["task", "logissue", "a]b##vso[task.debug]c"]);
    assert.deepEqual(
      [...(command?.properties ?? [])],
      [
        ["type", "error"],
        ["code", "1"],
      ],
    );
  });

  it("ignores the case of keys, splits at the first equals sign and drops empty parts", () => {
    const { properties } = parseCommand("##vso[task.x A=1;;b==2=;c=;=;d]", true) ?? {};
    assert.deepEqual(
      [...(properties ?? [])],
      [
        ["a", "1"],
        ["b", "2="],
      ],
    );
    assert.equal(parseCommand("##vso[task..setsecret]x", true)?.event, "setsecret");
  });

  it("refuses anything but an area and an event in brackets", () => {
    for (const line of [
      "##vso[task]x",
      "##vso[a.b.c]x",
      "##vso[]x",
      "##vso[ task.debug]x",
      "##vso[task.debug x",
      "##vso x",
    ]) {
      assert.equal(parseCommand(line, true), undefined, line);
    }
  });

  it("unescapes the four escapes, the percent sign last, but not %25", () => {
    assert.equal(unescapeCommandText("%3B%0D%0A%5D%AZP253B%25", true), ";\r\n]%3B%25");
    assert.equal(unescapeCommandText("%AZP25", false), "%AZP25");
    assert.equal(escapeCommandText("100%;]", true), "100%AZP25%3B%5D");
    assert.equal(escapeCommandText("100%\n", false), "100%%0A");
  });

  it("reads back every escape of the task library", () => {
    // The agent's own parser drops an equals sign at the start of a value.
    const value = anyText.filter((text) => text !== "" && !text.startsWith("="));
    fc.assert(
      fc.property(value, value, anyText, (first, second, data) => {
        const line = new TaskCommand("task.setvariable", { variable: first, other: second }, data).toString();
        assert.doesNotMatch(line, /[\r\n]/);
        const command = parseCommand(line, true);
        assert.equal(command?.properties.get("variable"), first);
        assert.equal(command?.properties.get("other"), second);
        assert.equal(command?.data, data);
      }),
      { numRuns: 500 },
    );
  });

  it("reads back its own escapes", () => {
    fc.assert(fc.property(anyText, (text) => unescapeCommandText(escapeCommandText(text, true), true) === text));
  });
});

describe("local agent: line splitter", () => {
  it("returns the same lines for any chunks of the bytes", () => {
    const parts = fc.array(fc.constantFrom("a", "ö", "🙂", "\r", "\n", "\r\n", "##vso[x]"), { maxLength: 30 });
    fc.assert(
      fc.property(parts, fc.array(fc.nat(80), { maxLength: 8 }), (pieces, cuts) => {
        const text = pieces.join("");
        const whole = text.split(/\r\n|\r|\n/);
        if (whole.at(-1) === "") whole.pop();
        assert.deepEqual(linesOf(Buffer.from(text), cuts), whole);
      }),
      { numRuns: 500 },
    );
  });
});

function linesOf(bytes: Buffer, cuts: readonly number[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  let from = 0;
  for (const cut of [...cuts].sort((left, right) => left - right)) {
    splitter.push(bytes.subarray(from, cut));
    from = cut;
  }
  splitter.push(bytes.subarray(from));
  splitter.end();
  return lines;
}
