import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Redactor } from "../../../src/core/redactor.ts";
import { singleLine } from "../../../src/core/text.ts";

function redactorOf(...values: string[]): Redactor {
  const redactor = new Redactor();
  for (const value of values) redactor.add(value);
  return redactor;
}

describe("The redactor", () => {
  const secret = "a+b/c=d?e&f<g>hijkl";
  const escapedForms = [
    "a%2bb%2fc%3dd%3Fe%26f%3cg%3Ehijkl",
    "a+b/c=d?e&amp;f&lt;g&gt;hijkl",
    "a+b/c=d?e&#38;f&#x3C;g&#62;hijkl",
    "a+b\\/c\\u003dd?e\\u0026f\\u003cg>hijkl",
    "a+b/c=d?e&\n f<g>hi  jkl",
  ];
  for (const escaped of escapedForms) {
    it(`redacts a whole text that contains a secret as ${JSON.stringify(escaped)}`, () => {
      const redactor = new Redactor();
      redactor.add(secret);
      assert.equal(redactor.redact(`the node says ${escaped} and more`), "***");
    });
  }

  it("recognizes an escaped secret that contains white space", () => {
    const redactor = new Redactor();
    redactor.add("a pass/phrase  of words");
    assert.equal(redactor.redact("a%20pass%2fphrase%20of%0awords"), "***");
  });

  it("recognizes an escaped secret of eight characters, but not a shorter one, which can be a coincidence", () => {
    const redactor = new Redactor();
    redactor.add("ab/cd+ef");
    assert.equal(redactor.redact("x ab%2fcd%2bef"), "***");
    redactor.add("gh/ij+k");
    assert.equal(redactor.redact("x gh%2fij%2bk"), "x gh%2fij%2bk");
  });

  it("redacts the longest secret first, in any order of addition", () => {
    const redactor = new Redactor();
    for (const each of ["code", "a-longer-code-of-words", "longer-code"]) redactor.add(each);
    assert.equal(redactor.redact("a-longer-code-of-words, longer-code, code"), "***, ***, ***");
  });

  it("does not change other parts of a text with escapes", () => {
    const redactor = new Redactor();
    redactor.add(secret);
    redactor.add("pin");
    for (const text of ["100 % of &unknown; \\d", "%zz", "&#99999999;", "spin"]) {
      assert.equal(redactor.redact(text), text.replace("pin", "***"));
    }
  });

  it("knows every added secret, and returns the new forms", () => {
    const redactor = new Redactor();
    assert.ok(redactor.add("first-secret").includes("first-secret"));
    assert.deepEqual(redactor.add("first-secret"), []);
    redactor.add("one-line\nother-line");
    assert.deepEqual(redactor.add("other-line"), []);
    redactor.add("second-secret");
    assert.equal(redactor.redact("first-secret, second-secret, third"), "***, ***, third");
  });

  it("recognizes a secret with quotes written as entities", () => {
    const known = redactorOf(`say "yes" or 'no'`);
    assert.equal(known.redact("x say &quot;yes&quot; or &apos;no&apos; y"), "***");
  });

  it("recognizes a secret with invisible characters, written raw or as <U+…>", () => {
    const known = redactorOf("Zx81kQ0v7Jm2");
    for (const sign of ["\u200b", "\u202e", "\u{e0041}", " \n", "\u0000"]) {
      const text = `the node says ${[..."Zx81kQ0v7Jm2"].join(sign)}`;
      assert.equal(known.redact(text), "***");
      assert.equal(known.redact(singleLine(text)), "***");
    }
  });

  it("changes nothing while no secret is known", () => {
    assert.equal(new Redactor().redact("a text… that is cut…"), "a text… that is cut…");
  });
});

describe("The redactor in a truncated text", () => {
  const known = redactorOf("other-secret", "Zx81kQ0v7Jm2Lr5Tn9Wb", "pin");
  const cases: [what: string, text: string, shown: string][] = [
    ["redacts the beginning of a secret before the cut", "the node says Zx81kQ0v…", "the node says ***…"],
    ["redacts the first four characters of a secret", "the node says Zx81…", "the node says ***…"],
    ["keeps three characters, which can be a coincidence", "the node says Zx8…", "the node says Zx8…"],
    ["keeps the beginning of a secret that is not at the cut", "Zx81kQ and more…", "Zx81kQ and more…"],
    ["keeps the end of a secret, because a cut leaves only beginnings", "says 7Jm2Lr5Tn9Wb…", "says 7Jm2Lr5Tn9Wb…"],
    ["checks every cut", "a Zx81kQ…b othe…c… and Zx81kQ", "a ***…b ***…c… and Zx81kQ"],
    ["redacts a whole secret before the cut", "a Zx81kQ0v7Jm2Lr5Tn9Wb… b", "a ***… b"],
    ["keeps the end of a text that is not cut", "the node says Zx81kQ0v", "the node says Zx81kQ0v"],
  ];
  for (const [what, text, shown] of cases) {
    it(what, () => assert.equal(known.redact(text), shown));
  }

  it("redacts the longest beginning of a secret with repeated parts", () => {
    assert.equal(redactorOf("abcdabcdabcd-x").redact("x abcdabcdabcd…"), "x ***…");
  });

  it("redacts the beginning of each form", () => {
    const base64 = Buffer.from("Zx81kQ0v7Jm2Lr5Tn9Wb").toString("base64");
    assert.equal(known.redact(`x ${base64.slice(0, 9)}…`), "x ***…");
  });

  describe("with an escaped secret", () => {
    const escapedRedactor = redactorOf("other-secret", "a+b/c=d?e&f<g>hijkl");
    for (const [text, shown] of [
      ["x a%2bb%2fc%3dd%3f…", "***"],
      ["x a%2bb%2fc%3dd…", "x a%2bb%2fc%3dd…"],
      ["one… two a%2bb%2fc%3dd%3f… three", "***"],
      ["one… two a%2bb%2fc%3dd%3f", "one… two a%2bb%2fc%3dd%3f"],
      ["a%2bb%2fc%3dd%3f and more…", "a%2bb%2fc%3dd%3f and more…"],
    ] as const) {
      it(`shows ${text} as ${shown}`, () => assert.equal(escapedRedactor.redact(text), shown));
    }
  });
});

describe("A long secret", () => {
  it("has at least sixteen characters in one of its forms", () => {
    const known = redactorOf("sixteen-letters!", "fifteen-letters");
    assert.ok(known.holdsLongSecret("https://x/sixteen-letters!/y"));
    assert.ok(known.holdsLongSecret(encodeURIComponent("sixteen-letters!")));
    assert.ok(!known.holdsLongSecret("https://x/fifteen-letters/y"));
    assert.ok(known.holdsLongSecret(Buffer.from("fifteen-letters").toString("base64")));
    assert.ok(!known.holdsLongSecret("https://x/another-text-of-words"));
  });
});
