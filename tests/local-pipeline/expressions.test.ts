import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { jobCondition, templateDialect } from "../../tools/local-pipeline/dialects.ts";
import { Dictionary, SecretText, type Value } from "../../tools/local-pipeline/expression-values.ts";
import { compute, locateExpression } from "../../tools/local-pipeline/located-expression.ts";
import { Moment } from "../../tools/local-pipeline/moment.ts";
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

const parameters = new Dictionary(
  Object.entries<Value>({
    list: ["FOO", "BAR", "ZOO"],
    none: [],
    object: new Dictionary(Object.entries<Value>({ one: "1", two: 2, flag: true })),
    mixed: ["a", null, 1.5, new Dictionary([["x", "y"]]), "b"],
    secrets: ["a", new SecretText("hush")],
    startTime: new Moment(new Date("2026-03-04T05:06:07.089Z")),
    later: new Moment(new Date("2027-03-04T05:06:07.089Z")),
    nested: new Dictionary([
      ["b", new Dictionary([["with", ["one", 'quoted "two"\n\u2028']]])],
      ["1", [new Dictionary([]), [], null, false, 0.5]],
    ]),
  }),
);

const contexts = new Map([
  ["variables", variables],
  ["parameters", parameters],
]);

function value(text: string): Value {
  const node = { ...textAt({ file: "f", line: 1, column: 1 }, text), locate: place };
  return compute(locateExpression(node, text, 0, templateDialect([])), { contexts });
}

function place(offset: number) {
  return { file: "f", line: 1, column: offset + 1 };
}

/** The examples and the conversion rules of Microsoft's article "Expressions". */
const table: readonly (readonly [expression: string, value: Value])[] = [
  ["and(eq(variables.letters, 'ABC'), eq(variables.numbers, 123))", true],
  ["and(true, false, true)", false],
  ["or(eq(1, 1), eq(2, 3))", true],
  ["or(false, 0, '')", false],
  ["not(eq(1, 2))", true],
  ["xor(True, False)", true],
  ["xor(true, 'x')", false],
  ["coalesce(variables.noSuch, variables.empty, 'literal so it always works')", "literal so it always works"],
  ["coalesce(variables.noSuch, '')", ""],
  ["coalesce('', variables.noSuch)", null],
  ["coalesce(false, 'x')", false],
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
  ["eq(variables.noSuch, '')", true],
  ["eq(variables.empty, variables.noSuch)", true],
  ["eq(variables.noSuch, variables.other)", true],
  ["eq(variables.noSuch, 'x')", false],
  ["eq(variables.noSuch, 0)", false],
  ["eq(variables.noSuch, false)", false],
  ["eq(0, variables.noSuch)", true],
  ["eq(false, variables.noSuch)", true],
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
  ["format('{0} {{x}} {1}', 'Contoso', 2)", "Contoso {x} 2"],
  ["variables['build.reason']", "Manual"],
  ["variables.letters.deeper", null],
  ["NOT(TRUE)", false],
  ["lt(False, True)", true],
  ["lt(True, False)", false],
  ["eq('false', true)", false],
  ["eq('straße', 'STRASSE')", false],
  ["eq('ÄÖ', 'äö')", true],
  ["eq('\u212a', 'k')", false],
  ["gt('a', 'Z')", false],
  ["eq(1, ' +1.0 ')", true],
  ["eq(1, '+ 1')", false],
  ["eq(1, '1e0')", false],
  ["eq(1, '\u00a01')", false],
  ["eq(1000, ',1000')", false],
  ["eq('0.1234568', 0.12345678)", true],
  ["eq('2', 2.)", true],
  ["eq(variables, variables)", true],
  ["eq(parameters.list, parameters.none)", false],
  ["ge(variables.noSuch, '0')", true],
  ["parameters.list[1]", "BAR"],
  ["parameters.list['1.9']", "BAR"],
  ["parameters.list[-1]", null],
  ["parameters.list[3]", null],
  ["parameters.list['x']", null],
  ["variables[parameters.list]", null],

  ["eq(1.2.3, '1.2.3')", true],
  ["eq('01.2.03', 1.2.3)", false],
  ["eq(1.2.3, '01.2.03')", true],
  ["eq(1.2.3, '1.2.3.0')", false],
  ["lt(1.2.3, '1.2.3.0')", true],
  ["lt(1.2.3, 1.10.0)", true],
  ["gt(1.10.0.1, 1.10.0.0)", true],
  ["gt(1.2.3, 1.1)", true],
  ["ge(1.5.0, 1.5)", true],
  ["eq(1.2.3, 1)", false],
  ["eq(1.2.3, true)", false],
  ["eq(1.2.3, variables.noSuch)", false],
  ["eq(1, 1.2.3)", false],
  ["eq(true, 1.2.3)", true],
  ["eq(1.2.3, '1.2.2147483648')", false],
  ["eq(1.2.3, '1.2.3-beta')", false],
  ["format('{0}', 1.2.3.4)", "1.2.3.4"],

  ["lower('FOO')", "foo"],
  ["upper('bah')", "BAH"],
  ["upper('straße \ud801\udc28')", "STRAßE \ud801\udc00"],
  ["lower(True)", "true"],
  ["upper(variables.noSuch)", ""],
  ["trim('  variable  ')", "variable"],
  ["trim('\u0085\u2003a b\t\n')", "a b"],
  ["trim('\ufeffa')", "\ufeffa"],
  ["trim('   ')", ""],
  ["length('fabrikam')", 8],
  ["length('')", 0],
  ["length(parameters.list)", 3],
  ["length(parameters.object)", 3],
  ["length(split('a,b,,c,', ','))", 5],
  ["split('prod1,prod2', ',')[1]", "prod2"],
  ["split('', ',')[0]", ""],
  ["replace(split('/subscriptions/a/resourceGroups/b/kubernetes-internal', '/')[5], '-', '_')", "kubernetes_internal"],
  [
    "replace('https://www.contoso.com/saml/consume','https://www.contoso.com','http://server')",
    "http://server/saml/consume",
  ],
  ["replace('aaa', 'aa', '$&')", "$&a"],
  ["replace('a1b1', 1, 2)", "a2b2"],
  ["join(';', parameters.list)", "FOO;BAR;ZOO"],
  ["join(';', parameters.none)", ""],
  ["join(';', parameters.mixed)", "a;;1.5;;b"],
  ["join(';', 'text')", "text"],
  ["join(';', 12)", "12"],
  ["join(';', parameters.object)", ""],
  ["join(parameters.list, parameters.none)", ""],
  ["iif(eq(1, 1), 'yes', 'no')", "yes"],
  ["iif('', 'yes', 'no')", "no"],
  ["iif(false, 'yes', parameters.list)[2]", "ZOO"],
  ["containsValue(parameters.list, 'bar')", true],
  ["containsValue(parameters.list, 'ba')", false],
  ["containsValue(parameters.object, 1)", true],
  ["containsValue(parameters.object, '2')", true],
  ["containsValue(parameters.object, 'one')", false],
  ["containsValue(parameters.object, 3.0)", false],
  ["containsValue('text', 'text')", false],
  ["containsValue(variables.noSuch, gt(1, 'x'))", false],
  ["convertToJson(1.50)", "1.5"],
  ["convertToJson(1.2.3)", '"1.2.3"'],
  ["convertToJson(variables.noSuch)", "null"],
  ["convertToJson('ä\u0085')", '"ä\\u0085"'],
  [
    "convertToJson(parameters.nested)",
    `{
  "b": {
    "with": [
      "one",
      "quoted \\"two\\"\\n\\u2028"
    ]
  },
  "1": [
    {},
    [],
    null,
    false,
    0.5
  ]
}`,
  ],
  ["format('{0}', parameters.startTime)", "2026-03-04 05:06:07+00:00"],
  ["format('{0:yyyyMMdd}', parameters.startTime)", "20260304"],
  ["format('{0:yy M d H m s f ffff K zzz}', parameters.startTime)", "26 3 4 5 6 7 0 0890 +00:00 +00:00"],
  ["format('{0:HH\\h\\}}mm}', parameters.startTime)", "05h}06"],
  ["format('{0:}{1}}}', 'a', 'b')", "ab}"],
  ["format('no braces', gt(1, 'x'))", "no braces"],
  ["eq(parameters.startTime, parameters.startTime)", true],
  ["lt(parameters.startTime, parameters.later)", true],
  ["eq(parameters.startTime, 1)", false],
  ["and(parameters.startTime, 1.0.0)", true],
];

describe("Expressions", () => {
  for (const [expression, expected] of table) {
    it(`${expression} is ${String(expected)}`, () => assert.equal(value(expression), expected));
  }

  it("computes only the arguments that it needs", () => {
    assert.equal(value("and(false, gt(1, 'x'))"), false);
    assert.equal(value("or(true, gt(1, 'x'))"), true);
    assert.equal(value("in('a', 'A', gt(1, 'x'))"), true);
  });

  it("marks every text derived from a secret as secret", () => {
    assert.ok(value("coalesce(variables.empty, variables.secret)") instanceof SecretText);
    const formatted = value("format('<{0}>', variables.secret)");
    assert.ok(formatted instanceof SecretText && formatted.text === "<hush>");
    assert.equal(value("eq(variables.secret, 'HUSH')"), true);
  });

  for (const [expression, text] of [
    ["upper(variables.secret)", "HUSH"],
    ["lower(variables.secret)", "hush"],
    ["trim(variables.secret)", "hush"],
    ["replace(variables.secret, 'u', 'a')", "hash"],
    ["replace('a', 'a', variables.secret)", "hush"],
    ["split(variables.secret, 'u')[1]", "sh"],
    ["join('+', parameters.secrets)", "a+hush"],
    ["join(variables.secret, parameters.list)", "FOOhushBARhushZOO"],
    ["iif(true, variables.secret, 'x')", "hush"],
    ["convertToJson(parameters.secrets)", '[\n  "a",\n  "hush"\n]'],
  ] as const) {
    it(`marks the value of ${expression} as secret`, () => {
      const secret = value(expression);
      assert.ok(secret instanceof SecretText);
      assert.equal(secret.text, text);
    });
  }

  const faults: readonly (readonly [expression: string, column: number, sentence: RegExp])[] = [
    ["eq(1, 2", 8, /"\)" is missing/],
    ["eq(1 2)", 6, /"\)" is missing/],
    ["eq(1, )", 7, /A value is missing before "\)"/],
    ["eq(1, 2))", 9, /follows a complete expression/],
    ["eq('a, 2)", 4, /no closing quote/],
    ["eq(1, 2) && true", 10, /"&" is not allowed/],
    ["eqq(1, 2)", 1, /a function "eqq"/],
    ["eq(1)", 1, /eq\(\) takes 2 arguments, not 1/],
    ["not()", 1, /not\(\) takes 1 argument, not 0/],
    ["and(true)", 1, /at least 2 arguments, not 1/],
    ["eq(variable.x, 1)", 4, /cannot use "variable"/],
    ["dependencies.A.result", 1, /cannot use "dependencies"/],
    ["pipeline.startTime", 1, /cannot use "pipeline"/],
    ["succeeded()", 1, /a function "succeeded"/],
    ["eq(1.2.3.4.5, 1)", 4, /"1\.2\.3\.4\.5" is neither a number nor a version/],
    ["eq(1, 1.2.x)", 7, /"1\.2\.x" is neither/],
    ["eq(-1.2.3, 1)", 4, /"-1\.2\.3" is neither/],
    ["eq(1e3, 1)", 4, /"1e3" is neither/],
    ["1234567890.123456", 1, /more than 15 digits/],
    ["eq(1, '1234567890.123456')", 1, /more than 15 digits/],
    ["parameters.list['1234567890.123456']", 17, /more than 15 digits/],
    ["gt(1.2.3, 'x')", 1, /cannot be converted/],
    ["lt(parameters.startTime, '2026-01-01')", 1, /cannot compare a date with a text/],
    ["eq(variables.empty, null)", 21, /has no literal "null"/],
    ["variables.1", 11, /name must follow/],
    ["'abc'[0]", 6, /follows a complete expression/],
    ["in('A')", 1, /at least 2 arguments, not 1/],
    ["iif(true, 1)", 1, /3 arguments, not 2/],
    ["split('a', '')", 1, /delimiter of one character/],
    ["split('a', ', ')", 1, /delimiter of one character/],
    ["replace('a', '', 'b')", 1, /empty text/],
    ["replace('aBc', 'b', 'x')", 1, /not documented whether replace\(\) also finds "b" in another case/],
    ["length(1)", 1, /needs a text or a list/],
    ["length(variables.noSuch)", 1, /needs a text or a list/],
    ["lower(parameters.list)", 1, /cannot be converted to a text/],
    ["format('{0:yyyy}', 'x')", 1, /only for a date/],
    ["format('{0:tt}', parameters.startTime)", 1, /cannot write a date as "tt"/],
    ["format('{0:yyyy\\}', parameters.startTime)", 1, /cannot write a date/],
    ["format('{0:yyyy}}', parameters.startTime)", 1, /no argument for/],
    ["format('{x}', 1)", 1, /no argument for "\{"/],
    ["counter('a', 1)", 1, /a function "counter"/],
    ["variables.*.x", 11, /"\*" is not allowed/],
    ["", 1, /A value is missing before the end of the expression/],
    ["gt(1, 'x')", 1, /cannot be converted/],
    ["contains(variables, 'x')", 1, /cannot be converted to a text/],
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

  it("offers status functions only to conditions", () => {
    const node = textAt({ file: "f", line: 1, column: 1 }, "and(succeeded('A'), always())");
    assert.equal(locateExpression(node, node.text, 0, jobCondition).parsed.kind, "call");
  });
});
