import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { jobCondition, pipelineVariable } from "../../tools/local-pipeline/dialects.ts";
import { Dictionary, SecretText, type Value } from "../../tools/local-pipeline/expression-values.ts";
import { compute, locateExpression } from "../../tools/local-pipeline/located-expression.ts";
import { PipelineFileError } from "../../tools/local-pipeline/place.ts";
import { textAt } from "../../tools/local-pipeline/tree.ts";

const variables = new Dictionary(
  Object.entries<Value>({
    letters: "ABC",
    numbers: "123",
    empty: "",
    "Build.Reason": "Manual",
    secret: new SecretText("hush"),
  }),
);

function value(text: string): Value {
  const node = { ...textAt({ file: "f", line: 1, column: 1 }, text), locate: place };
  return compute(locateExpression(node, text, 0, pipelineVariable), { contexts: new Map([["variables", variables]]) });
}

function place(offset: number) {
  return { file: "f", line: 1, column: offset + 1 };
}

/** The table of Microsoft's article "Expressions", with its own examples and its rules of conversion. */
const table: readonly (readonly [expression: string, value: Value])[] = [
  ["and(eq(variables.letters, 'ABC'), eq(variables.numbers, 123))", true],
  ["and(true, false, true)", false],
  ["or(eq(1, 1), eq(2, 3))", true],
  ["or(false, 0, '')", false],
  ["not(eq(1, 2))", true],
  ["xor(True, False)", true],
  ["xor(true, 'x')", false],
  ["coalesce(variables.noSuch, variables.empty, 'literal so it always works')", "literal so it always works"],
  ["coalesce(null, '')", null],
  ["contains('ABCDE', 'bcd')", true],
  ["contains('ABCDE', 'x')", false],
  ["startsWith('ABCDE', 'ab')", true],
  ["endsWith('ABCDE', 'de')", true],
  ["endsWith('ABCDE', 'ab')", false],
  ["in('B', 'A', 'b', 'C')", true],
  ["in('D', 'A', 'B')", false],
  ["notIn('D', 'A', 'B', 'C')", true],
  ["notIn('A', 'a')", false],
  ["eq('It''s', 'it''s')", true],
  ["ne(1, 2)", true],
  ["eq('abc', 'ABC')", true],
  ["eq(null, '')", true],
  ["eq(variables.noSuch, '')", true],
  ["eq(variables.empty, null)", true],
  ["eq(null, 'x')", false],
  ["eq(variables['numbers'], 123)", true],
  ["eq(1, 'one')", false],
  ["ne(1, 'one')", true],
  ["eq(1234, '1,234')", true],
  ["eq(0, '')", true],
  ["eq(true, 'false')", true],
  ["eq('true', true)", true],
  ["eq(1, true)", true],
  ["gt(5, 2)", true],
  ["gt(2, 5)", false],
  ["ge(5, '5')", true],
  ["lt(2, 5)", true],
  ["le(2, 2)", true],
  ["le('b', 'A')", false],
  ["lt(-1.5, .5)", true],
  ["format('{0} {{x}} {1}', 'John', 2)", "John {x} 2"],
  ["variables['build.reason']", "Manual"],
  ["variables.letters.deeper", null],
  ["NOT(TRUE)", false],
];

describe("Expressions", () => {
  for (const [expression, expected] of table) {
    it(`${expression} is ${String(expected)}`, () => assert.equal(value(expression), expected));
  }

  it("computes no argument that it does not need", () => {
    assert.equal(value("and(false, gt(1, 'x'))"), false);
    assert.equal(value("or(true, gt(1, 'x'))"), true);
    assert.equal(value("in('a', 'A', gt(1, 'x'))"), true);
  });

  it("keeps a secret secret where its text goes", () => {
    assert.ok(value("coalesce(variables.empty, variables.secret)") instanceof SecretText);
    const formatted = value("format('<{0}>', variables.secret)");
    assert.ok(formatted instanceof SecretText && formatted.text === "<hush>");
    assert.equal(value("eq(variables.secret, 'HUSH')"), true);
  });

  const faults: readonly (readonly [expression: string, column: number, sentence: RegExp])[] = [
    ["eq(1, 2", 8, /"\)" is missing/],
    ["eq(1 2)", 6, /"\)" is missing/],
    ["eq(1, )", 7, /A value is missing where "\)" stands/],
    ["eq(1, 2))", 9, /comes after a whole expression/],
    ["eq('a, 2)", 4, /no closing quote/],
    ["eq(1, 2) && true", 10, /"&" has no place/],
    ["eqq(1, 2)", 1, /no function "eqq"/],
    ["eq(1)", 1, /eq\(\) takes 2 arguments, not 1/],
    ["not()", 1, /not\(\) takes 1 argument, not 0/],
    ["and(true)", 1, /at least 2 arguments, not 1/],
    ["eq(variable.x, 1)", 4, /knows no "variable"/],
    ["dependencies.A.result", 1, /knows no "dependencies"/],
    ["succeeded()", 1, /no function "succeeded"/],
    ["eq(1.2.3, 1)", 4, /version literals/],
    ["variables.1", 10, /"\.1" comes after|name must follow/],
    ["variables.*.x", 11, /"\*" has no place/],
    ["", 1, /A value is missing where the expression ends/],
    ["gt(1, 'x')", 1, /cannot be turned into/],
    ["contains(variables, 'x')", 1, /cannot be turned into a text/],
    ["format('{1}', 2)", 1, /no argument for "\{1\}"/],
    ["eq", 1, /It is a function: write eq\(\)/],
  ];
  for (const [expression, column, sentence] of faults) {
    it(`refuses "${expression}" at its character ${column}`, () => {
      assert.throws(
        () => value(expression),
        (error) => {
          assert.ok(error instanceof PipelineFileError);
          assert.match(error.sentence, sentence);
          assert.equal(error.at.column, column);
          return true;
        },
      );
    });
  }

  it("offers status functions to conditions alone", () => {
    const node = textAt({ file: "f", line: 1, column: 1 }, "and(succeeded('A'), always())");
    assert.equal(locateExpression(node, node.text, 0, jobCondition).parsed.kind, "call");
  });
});
