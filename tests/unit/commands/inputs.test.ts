import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkedName, TaskInputs } from "../../../src/commands/inputs.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { emptyInputs } from "../../support/initiate-options.ts";

const table = {
  x: { kind: "text" },
  on: { kind: "boolean", default: false },
  off: { kind: "boolean", default: true },
  number: { kind: "wholeNumber", least: 2, most: 30, default: 7 },
} as const;
const none = emptyInputs(table);
const inputs = (x: string) => new TaskInputs(table, { ...none, x });

describe("An input", () => {
  it("counts as empty when it is only an unexpanded variable", () => {
    for (const entered of ["", "  ", "$(a)", " $(a.b)\n"]) assert.equal(inputs(entered).text("x"), "", entered);
    for (const entered of ["$(a) b", "a $(b)", "$(a)$(b)", "$()", "$a", "(a)"])
      assert.equal(inputs(entered).text("x"), entered);
  });

  it("that is required and missing is refused with the reason", async () => {
    assert.equal(inputs(" a ").required("x", "b"), "a");
    assert.equal(inputs("$(a)").required("x", "b"), "b");
    assert.match(await failsWith("EXA101", () => inputs(" ").required("x")), /"x"/);
    assert.match(await failsWith("EXA102", () => inputs(" $(a)\n").required("x")), /"x" is "\$\(a\)"/);
    assert.match(
      await failsWith("EXA102", () => inputs("u:pw@$(a).c").requiredExpanded("x")),
      /"x" contains "\$\(a\)"/,
    );
  });

  it("that is a boolean is read in any case, and is false when empty", async () => {
    for (const [entered, isOn] of [
      ["true", true],
      ["TRUE", true],
      ["false", false],
      ["False", false],
      ["", false],
      ["$(on)", false],
    ] as const) {
      assert.equal(new TaskInputs(table, { ...none, on: entered }).boolean("on"), isOn, entered);
    }
    await failsWith("EXA110", () => new TaskInputs(table, { ...none, on: "on" }).boolean("on"));
    for (const [entered, isOn] of [
      ["", true],
      ["False", false],
      ["TRUE", true],
    ] as const)
      assert.equal(new TaskInputs(table, { ...none, off: entered }).boolean("off"), isOn, entered);
  });

  it("that is a number includes its minimum and its maximum", async () => {
    const number = (entered: string) => new TaskInputs(table, { ...none, number: entered }).wholeNumber("number");
    assert.deepEqual([number("2"), number(" 30 "), number("030"), number(""), number("$(n)")], [2, 30, 30, 7, 7]);
    for (const entered of ["1", "31", "2.5", "-2", "+2", "2e0", "0x3", "1234567890"]) {
      assert.match(await failsWith("EXA110", () => number(entered)), /"number".* 2 .* 30\b/);
    }
  });

  it("leads to a warning only when it was not expanded", () => {
    const agent = new FakeAgent();
    const text = { kind: "text" } as const;
    const entered = { a: " $(one)\n", b: "$(two) and more", c: "", d: "$(three)" };
    new TaskInputs({ a: text, b: text, c: text, d: text }, entered).warnOfUnexpanded(agent.log);
    assert.equal(agent.events.length, 2);
    assert.match(agent.events[0] ?? "", /^warning: .*"a" is \$\(one\),/);
    assert.match(agent.events[1] ?? "", /^warning: .*"d" is \$\(three\),/);
  });
});

describe("A name", () => {
  it("must not contain a variable or a control character", async () => {
    assert.equal(checkedName("localShortName", "ado – é 😀"), "ado – é 😀");
    assert.match(await failsWith("EXA102", () => checkedName("localShortName", "a$(b)")), /"localShortName"/);
    for (const name of ["a\nb", "a\u0000", "\u2028"]) {
      for (const input of ["localShortName", "project"]) await failsWith("EXA111", () => checkedName(input, name));
    }
  });

  it("can contain an invisible character only when it names a project, which already exists", async () => {
    assert.equal(checkedName("project", "a\u200db"), "a\u200db");
    for (const input of ["connectionName", "localShortName"]) {
      assert.match(await failsWith("EXA111", () => checkedName(input, "a\u200db")), /<U\+200D>/);
    }
  });

  it("has at most 255 characters", async () => {
    assert.equal(checkedName("project", "x".repeat(255)).length, 255);
    const [own, other] = await Promise.all(
      ["connectionName", "project"].map((input) => failsWith("EXA106", () => checkedName(input, "x".repeat(256)))),
    );
    assert.match(own ?? "", /256.*255.*short names/);
    assert.match(other ?? "", /256.*255.*"project"/);
    assert.ok(!/short names/.test(other ?? ""));
  });
});
