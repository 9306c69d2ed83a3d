import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Redactor } from "../../../src/core/redactor.ts";
import { singleLine } from "../../../src/core/text.ts";

function redactorOf(...values: string[]): Redactor {
  const redactor = new Redactor();
  for (const value of values) redactor.add(value);
  return redactor;
}

describe("Redacting", () => {
  const secret = "a+b/c=d?e&f<g>hijkl";
  const disguises = [
    "a%2bb%2fc%3dd%3Fe%26f%3cg%3Ehijkl",
    "a+b/c=d?e&amp;f&lt;g&gt;hijkl",
    "a+b/c=d?e&#38;f&#x3C;g&#62;hijkl",
    "a+b\\/c\\u003dd?e\\u0026f\\u003cg>hijkl",
    "a+b/c=d?e&\n f<g>hi  jkl",
  ];
  for (const disguise of disguises) {
    it(`leaves nothing of a text that holds a secret as ${JSON.stringify(disguise)}`, () => {
      const redactor = new Redactor();
      redactor.add(secret);
      assert.equal(redactor.redact(`the node says ${disguise} and more`), "***");
    });
  }

  it("sees through a disguise of a secret with white space in it", () => {
    const redactor = new Redactor();
    redactor.add("a pass/phrase  of words");
    assert.equal(redactor.redact("a%20pass%2fphrase%20of%0awords"), "***");
  });

  it("sees through the disguise of a secret of eight characters, and leaves what may be chance below", () => {
    const redactor = new Redactor();
    redactor.add("ab/cd+ef");
    assert.equal(redactor.redact("x ab%2fcd%2bef"), "***");
    redactor.add("gh/ij+k");
    assert.equal(redactor.redact("x gh%2fij%2bk"), "x gh%2fij%2bk");
  });

  it("takes out the longest secret first, whichever was added first", () => {
    const redactor = new Redactor();
    for (const each of ["code", "a-longer-code-of-words", "longer-code"]) redactor.add(each);
    assert.equal(redactor.redact("a-longer-code-of-words, longer-code, code"), "***, ***, ***");
  });

  it("leaves an innocent text alone, whatever escapes it holds", () => {
    const redactor = new Redactor();
    redactor.add(secret);
    redactor.add("pin");
    for (const text of ["100 % of &unknown; \\d", "%zz", "&#99999999;", "spin"]) {
      assert.equal(redactor.redact(text), text.replace("pin", "***"));
    }
  });

  it("knows every secret added, and tells which forms are new", () => {
    const redactor = new Redactor();
    assert.ok(redactor.add("first-secret").includes("first-secret"));
    assert.deepEqual(redactor.add("first-secret"), []);
    redactor.add("one-line\nother-line");
    assert.deepEqual(redactor.add("other-line"), []);
    redactor.add("second-secret");
    assert.equal(redactor.redact("first-secret, second-secret, third"), "***, ***, third");
  });

  it("sees through quotes that are spelled as entities", () => {
    const known = redactorOf(`say "yes" or 'no'`);
    assert.equal(known.redact("x say &quot;yes&quot; or &apos;no&apos; y"), "***");
  });

  it("sees through characters that nobody sees, also once they are spelled", () => {
    const known = redactorOf("Zx81kQ0v7Jm2");
    for (const sign of ["\u200b", "\u202e", "\u{e0041}", " \n", "\u0000"]) {
      const text = `the node says ${[..."Zx81kQ0v7Jm2"].join(sign)}`;
      assert.equal(known.redact(text), "***");
      assert.equal(known.redact(singleLine(text)), "***");
    }
  });

  it("changes nothing as long as no secret is known", () => {
    assert.equal(new Redactor().redact("a text… that is cut…"), "a text… that is cut…");
  });
});

describe("Redacting a text that is cut", () => {
  const known = redactorOf("other-secret", "Zx81kQ0v7Jm2Lr5Tn9Wb", "pin");
  const cases: [what: string, text: string, shown: string][] = [
    ["takes out the beginning of a secret before the cut", "the node says Zx81kQ0v…", "the node says ***…"],
    ["takes out four characters of it", "the node says Zx81…", "the node says ***…"],
    ["leaves three, which may be chance", "the node says Zx8…", "the node says Zx8…"],
    ["leaves what is not before the cut", "Zx81kQ and more…", "Zx81kQ and more…"],
    ["leaves the end of a secret, since a cut leaves beginnings", "says 7Jm2Lr5Tn9Wb…", "says 7Jm2Lr5Tn9Wb…"],
    ["looks at each cut", "a Zx81kQ…b othe…c… and Zx81kQ", "a ***…b ***…c… and Zx81kQ"],
    ["takes out a whole secret before the cut", "a Zx81kQ0v7Jm2Lr5Tn9Wb… b", "a ***… b"],
    ["leaves a text that ends without a cut", "the node says Zx81kQ0v", "the node says Zx81kQ0v"],
  ];
  for (const [what, text, shown] of cases) {
    it(what, () => assert.equal(known.redact(text), shown));
  }

  it("takes out as much as there is of a secret that repeats itself", () => {
    assert.equal(redactorOf("abcdabcdabcd-x").redact("x abcdabcdabcd…"), "x ***…");
  });

  it("takes out the beginning of each form", () => {
    const base64 = Buffer.from("Zx81kQ0v7Jm2Lr5Tn9Wb").toString("base64");
    assert.equal(known.redact(`x ${base64.slice(0, 9)}…`), "x ***…");
  });

  describe("in disguise", () => {
    const disguised = redactorOf("other-secret", "a+b/c=d?e&f<g>hijkl");
    for (const [text, shown] of [
      ["x a%2bb%2fc%3dd%3f…", "***"],
      ["x a%2bb%2fc%3dd…", "x a%2bb%2fc%3dd…"],
      ["one… two a%2bb%2fc%3dd%3f… three", "***"],
      ["one… two a%2bb%2fc%3dd%3f", "one… two a%2bb%2fc%3dd%3f"],
      ["a%2bb%2fc%3dd%3f and more…", "a%2bb%2fc%3dd%3f and more…"],
    ] as const) {
      it(`shows ${text} as ${shown}`, () => assert.equal(disguised.redact(text), shown));
    }
  });
});

describe("A long secret", () => {
  it("is one of sixteen characters, in whichever form", () => {
    const known = redactorOf("sixteen-letters!", "fifteen-letters");
    assert.ok(known.holdsLongSecret("https://x/sixteen-letters!/y"));
    assert.ok(known.holdsLongSecret(encodeURIComponent("sixteen-letters!")));
    assert.ok(!known.holdsLongSecret("https://x/fifteen-letters/y"));
    assert.ok(known.holdsLongSecret(Buffer.from("fifteen-letters").toString("base64")));
    assert.ok(!known.holdsLongSecret("https://x/another-text-of-words"));
  });
});
