import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  anyOf,
  harmless,
  hasControls,
  hasInvisible,
  jsonEscaped,
  quotable,
  singleLine,
  wellFormed,
  withoutEnding,
  withoutGaps,
  withoutTokens,
} from "../../../src/core/text.ts";

const hostile = fc
  .array(fc.constantFrom("##vso[", "##VSO[", "##[", "#", "\r", "\n", "\u2028", "\u001b[31m", "task.complete]", " x "))
  .map((parts) => parts.join(""));

describe("Text from elsewhere", () => {
  it("never holds a command, a format or a line break once made harmless", () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: "binary" })), (text) => {
        for (const shown of [singleLine(text), harmless(text)]) {
          assert.ok(!/##\s*(vso)?\[/i.test(shown), shown);
          assert.ok(!hasControls(shown), JSON.stringify(shown));
        }
        assert.ok(harmless(text).length <= 301);
      }),
    );
  });

  it("keeps what is harmless as it is", () => {
    assert.equal(harmless('Connection "a_to_b" – 3 # items [x]'), 'Connection "a_to_b" – 3 # items [x]');
    assert.equal(singleLine("##vso[task.complete]"), "#_#vso[task.complete]");
  });

  it("has no marker of a command or a format, with white space in it or without", () => {
    for (const rest of ["vso[x]", "VSO[x]", " vso [x]", "[x]", " [x]"])
      assert.equal(singleLine(`##${rest}`), `#_#${rest}`);
    for (const text of ["## vsox[", "##", "## a [x]", "# [x]"]) assert.equal(singleLine(text), text);
  });

  it("spells what nobody sees, and makes one blank of what ends a line", () => {
    assert.equal(singleLine("a\u202eb\u{e0041}c\ud800d\u00ade"), "a<U+202E>b<U+E0041>c<U+D800>d<U+00AD>e");
    assert.equal(singleLine("a\r\n\u2028\u0085b\u001b[31m"), "a b [31m");
    assert.equal(singleLine("❤️ é 😀 漢"), "❤️ é 😀 漢");
  });

  it("is read without white space, and without what nobody sees", () => {
    assert.equal(withoutGaps("a \n\tb<U+202E>c<U+E0041>d\u200be\u0000f<U+12>\u{e0041}"), "abcdef<U+12>");
  });

  it("tells control characters from what only nobody sees", () => {
    for (const [text, controls, invisible] of [
      ["\nx", true, true],
      ["\u200bx", false, true],
      ["x\u200b", false, true],
      ["é 😀", false, false],
    ] as const) {
      assert.deepEqual([hasControls(text), hasInvisible(text)], [controls, invisible], JSON.stringify(text));
    }
  });

  it("says the same as JSON once what nobody sees is escaped", () => {
    assert.equal(jsonEscaped('{"a\u202eb":"\u00ad\u{e0041} é 😀"}'), '{"a\\u202eb":"\\u00ad\\udb40\\udc41 é 😀"}');
  });

  it("loses a sign at its end, however often it stands there", () => {
    assert.deepEqual(
      [withoutEnding("/a//", "/"), withoutEnding("//", "/"), withoutEnding("a", "/"), withoutEnding("", "/")],
      ["/a", "", "a", ""],
    );
  });

  it("shows nothing that looks like a token or a code", () => {
    assert.equal(withoutTokens("x eyJhbGciOiJI.eyJ1c2VyIjoi.sig-1 y Zx81kQ0v7Jm2Lr5Tn9Wb z"), "x *** y *** z");
    for (const text of [
      "azurenode-ab12-cd34-ef56-7890.exalate.cloud",
      "11111111-2222-4333-8444-555555555555",
      "0123456789abcdef01234567",
      "POST /rest/issuehub/4.0/connections/accept",
      "a1b2c3d4-0f0e-4abc-8def-0123456789ab",
      "internationalisation-is-a-long-word",
      "12345678901234567890123",
      "Fabrikam Service Desk",
    ]) {
      assert.equal(withoutTokens(text), text);
    }
  });

  it("shows nothing that only begins or ends like an id", () => {
    for (const text of ["Zx81-0123456789abcdef01234567", "0123456789abcdef01234567-Zx81", "0123456789abcdef0123456"]) {
      assert.equal(withoutTokens(`x ${text} y`), "x *** y");
    }
  });

  it("is cut where it is too long", () => {
    assert.equal(harmless("x".repeat(1000)), `${"x".repeat(300)}…`);
    assert.equal(harmless("x".repeat(300)), "x".repeat(300));
  });

  it("has no white space around it, and one blank for any within", () => {
    assert.equal(harmless("  a \t b\n"), "a b");
  });

  it("is read at its beginning alone, and says so", () => {
    assert.equal(harmless(`a${" ".repeat(4095)}`), "a");
    assert.equal(harmless(`a${" ".repeat(4096)}`), "a…");
    assert.equal(harmless(`a${" ".repeat(4095)}b`), "a…");
  });

  it("is cut before a pair of surrogates, not within", () => {
    assert.equal(harmless(`${"x".repeat(299)}😀 and more`), `${"x".repeat(299)}…`);
    assert.equal(harmless(`${"x".repeat(298)}😀 and more`), `${"x".repeat(298)}😀…`);
    assert.equal(harmless(`😀${"x".repeat(400)}`), `😀${"x".repeat(298)}…`);
    assert.equal(harmless(`a${" ".repeat(4094)}😀`), "a…");
  });

  it("keeps half of a pair that stands at its end uncut", () => {
    assert.equal(harmless(`a${" ".repeat(4094)}\ud83d`), "a <U+D83D>");
  });

  it("can always be URL-escaped once well formed", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => encodeURIComponent(wellFormed(text)).length >= 0));
    assert.equal(wellFormed("a\ud800b😀"), "a\ufffdb😀");
  });

  it("lists words", () => {
    assert.deepEqual(
      [anyOf([]), anyOf(["a"]), anyOf(["a", "b"]), anyOf(["a", "b", "c"])],
      ["", "a", "a or b", "a, b or c"],
    );
  });
});

describe("What a server says", () => {
  const secret = "Zx81kQ0v7Jm2+Lr5/Tn9=Wb4?Yc6&Kd3";
  const redact = (text: string) => text.replaceAll(secret, "***");
  /** A text whose word begins so many characters before the cut at 4096. */
  const across = (back: number, word: string) => `says${" ".repeat(4092 - back)}${word}`;

  it("is shown without secrets and without what looks like one", () => {
    assert.equal(quotable(`a ${secret} b\n##[c] Qw7eRt9yUi1oPa3sDf5g`, redact), "a *** b #_#[c] ***");
  });

  it("is shown whole as long as it is not too long to be looked at", () => {
    assert.equal(quotable(across(5, "words"), redact), "says words");
  });

  it("shows nothing of a secret that the cut divides", () => {
    for (let back = 1; back < secret.length; back += 1) {
      assert.equal(quotable(across(back, `${secret} and more`), redact), "says …");
    }
    assert.equal(quotable(across(secret.length, `${secret} and more`), redact), "says ***…");
  });

  it("shows nothing of a word that the cut divides, which may be a token", () => {
    assert.equal(quotable(across(9, "a7+b/=.-_1c and more"), redact), "says …");
    assert.equal(quotable(across(9, "one, (two) and more"), redact), "says one, (…");
  });

  it("is taken out whole where a secret stands in disguise behind the cut", () => {
    const whole = (text: string) => (text.includes("disguised") ? "***" : text);
    assert.equal(quotable(`says ${"words ".repeat(1000)} disguised`, whole), "***");
  });

  it("is cut also where both readings are the same", () => {
    assert.equal(
      quotable("x".repeat(5000), () => "the same, "),
      "the same, …",
    );
  });

  it("is looked at only as far as the longest secret reaches behind the cut", () => {
    const lengths: number[] = [];
    const looked = (text: string) => {
      lengths.push(text.length);
      return text;
    };
    quotable("word ".repeat(60_000), looked);
    assert.deepEqual(lengths, [204_096, 4096]);
  });
});
