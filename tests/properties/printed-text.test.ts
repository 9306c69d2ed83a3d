import assert from "node:assert/strict";
import { TaskCommand } from "azure-pipelines-task-lib/taskcommand.js";
import fc from "fast-check";
import { describe, it } from "mocha";
import { markdownCode, markdownQuote } from "../../src/core/markdown.ts";
import { Redactor } from "../../src/core/redactor.ts";
import { secretForms } from "../../src/core/secret-forms.ts";
import { harmless, singleLine, wellFormed } from "../../src/core/text.ts";
import { fromVariableValue, toVariableValue } from "../../src/exalate/invitation-code.ts";
import { parseCommand } from "../../tools/local-agent/command-parser.ts";
import { LineSplitter } from "../../tools/local-agent/line-splitter.ts";

const parts = fc.constantFrom(
  "##vso[",
  "##VSO[",
  "##[error]",
  "#",
  "task.setvariable variable=stolen;issecret=false]",
  "task.complete result=Succeeded;]",
  "]",
  ";",
  "%0A",
  "%0D",
  "%5D",
  "%AZP25",
  "%",
  "\r\n",
  "\r",
  "\n",
  "\u0085",
  "\u2028",
  "\u001b[31m",
  "\u0000",
  "\ud800",
  "x",
);

/** Any text from a node or a person. */
const anyText = fc.oneof(
  fc.array(parts, { maxLength: 12 }).map((all) => all.join("")),
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
);

/** The lines that the agent reads from a task's output. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  splitter.push(Buffer.from(text));
  splitter.end();
  return lines;
}

/** A text as the task prints it to the log. */
function cleaned(text: string, redactor: Redactor): string {
  return redactor.redact(singleLine(redactor.redact(text)));
}

describe("A text that a task prints", () => {
  it("is one line without a command, for any text and any redaction", () => {
    fc.assert(
      fc.property(anyText, fc.option(anyText), (text, secret) => {
        const redactor = new Redactor();
        if (secret !== null) redactor.add(secret);
        const line = cleaned(text, redactor);
        assert.ok(linesOf(line).length <= 1, JSON.stringify(line));
        assert.equal(parseCommand(line, true), undefined, line);
      }),
      { numRuns: 2000 },
    );
  });

  it("is read back unchanged from a logging command, and contains no command", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = singleLine(text);
        const printed = new TaskCommand("task.logissue", { type: "warning" }, line).toString();
        assert.equal(linesOf(printed).length, 1);
        const command = parseCommand(printed, true);
        assert.equal(`${command?.area}.${command?.event}`, "task.logissue");
        assert.equal(command?.data, line);
        assert.equal(parseCommand(command?.data ?? "", true), undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it("contains no form of a secret, for any text and any secret", () => {
    const secret = fc
      .oneof(fc.string({ minLength: 8 }), fc.string({ minLength: 8, unit: "grapheme" }), anyText)
      .filter((text) => text.trim().length >= 8);
    fc.assert(
      fc.property(secret, fc.nat(), anyText, anyText, (value, pick, before, after) => {
        const redactor = new Redactor();
        redactor.add(value);
        const forms = secretForms(value);
        const form = forms[pick % forms.length] ?? value;
        const around = `${cleaned(before, redactor)}***${cleaned(after, redactor)}`;
        const line = cleaned(`${before}${form}${after}`, redactor);
        for (const each of forms) assert.ok(!line.includes(each) || around.includes(each), `${each} in ${line}`);
      }),
      { numRuns: 1000 },
    );
  });

  it("adds no command to the summary", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const line of [markdownCode(text), ...markdownQuote(text), harmless(text)]) {
          assert.equal(parseCommand(line, true), undefined, line);
          assert.equal(linesOf(line).length, line === "" ? 0 : 1);
        }
      }),
    );
  });
});

describe("A published invitation code", () => {
  it("is what a later task reads, for any code", () => {
    // A node cannot send a lone surrogate, because it has no UTF-8 form.
    const code = anyText.filter((text) => text.trim() !== "" && wellFormed(text) === text);
    fc.assert(
      fc.property(code, (text) => {
        const value = toVariableValue(text);
        const properties = { variable: "invitationCode", isOutput: "true", issecret: "true" };
        const printed = new TaskCommand("task.setvariable", properties, value).toString();
        assert.equal(linesOf(printed).length, 1);
        const command = parseCommand(printed, true);
        assert.deepEqual(Object.fromEntries(command?.properties ?? []), {
          variable: "invitationCode",
          isoutput: "true",
          issecret: "true",
        });
        assert.equal(fromVariableValue(command?.data ?? ""), text.trim());
      }),
      { numRuns: 1000 },
    );
  });
});
