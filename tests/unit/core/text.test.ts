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
  it("contains no command, format or line break after it is made harmless", () => {
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

  it("keeps a harmless text unchanged", () => {
    assert.equal(harmless('Connection "a_to_b" – 3 # items [x]'), 'Connection "a_to_b" – 3 # items [x]');
    assert.equal(singleLine("##vso[task.complete]"), "#_#vso[task.complete]");
  });

  it("loses the marker of a command or a format, with or without white space in the marker", () => {
    for (const rest of ["vso[x]", "VSO[x]", " vso [x]", "[x]", " [x]"])
      assert.equal(singleLine(`##${rest}`), `#_#${rest}`);
    for (const text of ["## vsox[", "##", "## a [x]", "# [x]"]) assert.equal(singleLine(text), text);
  });

  it("shows invisible characters as <U+…>, and a line break as one space", () => {
    assert.equal(singleLine("a\u202eb\u{e0041}c\ud800d\u00ade"), "a<U+202E>b<U+E0041>c<U+D800>d<U+00AD>e");
    assert.equal(singleLine("a\r\n\u2028\u0085b\u001b[31m"), "a b [31m");
    assert.equal(singleLine("❤️ é 😀 漢"), "❤️ é 😀 漢");
  });

  it("can be read without white space and without invisible characters", () => {
    assert.equal(withoutGaps("a \n\tb<U+202E>c<U+E0041>d\u200be\u0000f<U+12>\u{e0041}"), "abcdef<U+12>");
  });

  it("can be checked for control characters and for invisible characters", () => {
    for (const [text, controls, invisible] of [
      ["\nx", true, true],
      ["\u200bx", false, true],
      ["x\u200b", false, true],
      ["é 😀", false, false],
    ] as const) {
      assert.deepEqual([hasControls(text), hasInvisible(text)], [controls, invisible], JSON.stringify(text));
    }
  });

  it("keeps its meaning as JSON when invisible characters are escaped", () => {
    assert.equal(jsonEscaped('{"a\u202eb":"\u00ad\u{e0041} é 😀"}'), '{"a\\u202eb":"\\u00ad\\udb40\\udc41 é 😀"}');
  });

  it("loses every repetition of a character at its end", () => {
    assert.deepEqual(
      [withoutEnding("/a//", "/"), withoutEnding("//", "/"), withoutEnding("a", "/"), withoutEnding("", "/")],
      ["/a", "", "a", ""],
    );
  });

  it("hides words that look like a token or a code", () => {
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

  it("hides words that only begin or end like an id", () => {
    for (const text of ["Zx81-0123456789abcdef01234567", "0123456789abcdef01234567-Zx81", "0123456789abcdef0123456"]) {
      assert.equal(withoutTokens(`x ${text} y`), "x *** y");
    }
  });

  it("is cut when it is too long", () => {
    assert.equal(harmless("x".repeat(1000)), `${"x".repeat(300)}…`);
    assert.equal(harmless("x".repeat(300)), "x".repeat(300));
  });

  it("has no surrounding white space, and one space for any white space inside", () => {
    assert.equal(harmless("  a \t b\n"), "a b");
  });

  it("is read only at its beginning, and marks the cut", () => {
    assert.equal(harmless(`a${" ".repeat(4095)}`), "a");
    assert.equal(harmless(`a${" ".repeat(4096)}`), "a…");
    assert.equal(harmless(`a${" ".repeat(4095)}b`), "a…");
  });

  it("is cut before a surrogate pair, not inside it", () => {
    assert.equal(harmless(`${"x".repeat(299)}😀 and more`), `${"x".repeat(299)}…`);
    assert.equal(harmless(`${"x".repeat(298)}😀 and more`), `${"x".repeat(298)}😀…`);
    assert.equal(harmless(`😀${"x".repeat(400)}`), `😀${"x".repeat(298)}…`);
    assert.equal(harmless(`a${" ".repeat(4094)}😀`), "a…");
  });

  it("keeps half a surrogate pair at its uncut end", () => {
    assert.equal(harmless(`a${" ".repeat(4094)}\ud83d`), "a <U+D83D>");
  });

  it("can always be URL-escaped after it is made well formed", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => encodeURIComponent(wellFormed(text)).length >= 0));
    assert.equal(wellFormed("a\ud800b😀"), "a\ufffdb😀");
  });

  it("can be a list of alternatives", () => {
    assert.deepEqual(
      [anyOf([]), anyOf(["a"]), anyOf(["a", "b"]), anyOf(["a", "b", "c"])],
      ["", "a", "a or b", "a, b or c"],
    );
  });
});

describe("A server's message", () => {
  const secret = "Zx81kQ0v7Jm2+Lr5/Tn9=Wb4?Yc6&Kd3";
  const redact = (text: string) => text.replaceAll(secret, "***");
  /** A text with a word that begins `back` characters before the cut at 4096. */
  const across = (back: number, word: string) => `says${" ".repeat(4092 - back)}${word}`;

  it("is shown without secrets and without words that look like secrets", () => {
    assert.equal(quotable(`a ${secret} b\n##[c] Qw7eRt9yUi1oPa3sDf5g`, redact), "a *** b #_#[c] ***");
  });

  it("is shown completely up to the length that is read", () => {
    assert.equal(quotable(across(5, "words"), redact), "says words");
  });

  it("is shown without any part of a secret at the cut", () => {
    for (let back = 1; back < secret.length; back += 1) {
      assert.equal(quotable(across(back, `${secret} and more`), redact), "says …");
    }
    assert.equal(quotable(across(secret.length, `${secret} and more`), redact), "says ***…");
  });

  it("is shown without any part of a word at the cut, which can be a token", () => {
    assert.equal(quotable(across(9, "a7+b/=.-_1c and more"), redact), "says …");
    assert.equal(quotable(across(9, "one, (two) and more"), redact), "says one, (…");
  });

  it("is redacted completely when an escaped secret follows after the cut", () => {
    const whole = (text: string) => (text.includes("disguised") ? "***" : text);
    assert.equal(quotable(`says ${"words ".repeat(1000)} disguised`, whole), "***");
  });

  it("is cut even when both redactions give the same text", () => {
    assert.equal(
      quotable("x".repeat(5000), () => "the same, "),
      "the same, …",
    );
  });

  it("is read only as far after the cut as the longest secret can reach", () => {
    const lengths: number[] = [];
    const recording = (text: string) => {
      lengths.push(text.length);
      return text;
    };
    quotable("word ".repeat(60_000), recording);
    assert.deepEqual(lengths, [204_096, 4096]);
  });
});
