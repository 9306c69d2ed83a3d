import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { Redactor } from "../../../src/core/redactor.ts";
import { secretForms } from "../../../src/core/secret-forms.ts";

describe("The forms of a secret", () => {
  it("are the secret itself, three variants of base64, and its URL and JSON escapes", () => {
    const forms = secretForms('pa"ss wörd>?~');
    const base64 = Buffer.from('pa"ss wörd>?~').toString("base64");
    for (const form of [
      'pa"ss wörd>?~',
      base64,
      base64.replace(/=+$/, ""),
      base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, ""),
      "pa%22ss%20w%C3%B6rd%3E%3F~",
      "pa%22ss+w%C3%B6rd%3E%3F%7E",
      'pa\\"ss wörd>?~',
    ]) {
      assert.ok(forms.includes(form), `${form} is missing`);
    }
  });

  it("include each line of a code with line breaks, and the code without them", () => {
    const forms = secretForms("first-line\r\nsecond-line\n");
    for (const form of ["first-line", "second-line", "first-linesecond-line", "first-line\\r\\nsecond-line\\n"]) {
      assert.ok(forms.includes(form), `${form} is missing`);
    }
  });

  it("include base64 without one or two padding characters", () => {
    assert.ok(secretForms("???ab").includes("Pz8/YWI"));
    assert.ok(secretForms("???a").includes("Pz8/YQ"));
  });

  it("include the code and each of its lines without the white space around them", () => {
    const forms = secretForms("\n first line \n second line \n");
    for (const form of ["first line \n second line", "first line", "second line"]) {
      assert.ok(forms.includes(form), `${form} is missing`);
    }
  });

  it("leave out pieces too short to mask, but not a short secret itself", () => {
    assert.ok(!secretForms("a\nlonger-line").includes("a"));
    assert.ok(!secretForms("abc\nlonger-line").includes("abc"));
    assert.ok(secretForms("abcd\nlonger-line").includes("abcd"));
    assert.ok(secretForms("abc").includes("abc"));
    assert.deepEqual(secretForms(""), []);
  });

  it("are ordered from longest to shortest, so that no part of a longer one remains", () => {
    const lengths = secretForms("some secret\nof two lines").map((form) => form.length);
    assert.deepEqual(
      lengths,
      [...lengths].sort((a, b) => b - a),
    );
  });

  it("are all redacted in any text", () => {
    const secret = fc.string({ minLength: 6, maxLength: 60, unit: "grapheme" });
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const redactor = new Redactor();
        redactor.add(value);
        for (const form of secretForms(value)) {
          const shown = redactor.redact(`${before}${form}${after}`);
          // The result can contain the form only when the text around it already did.
          if (!`${before}***${after}`.includes(form)) assert.ok(!shown.includes(form), `${form} in ${shown}`);
        }
      }),
    );
  });

  it("are limited in number, even for a secret with many lines", () => {
    for (const line of ["a1b2", "some line of a code"]) {
      const forms = secretForms(Array.from({ length: 40_000 }, (_, index) => `${line}${index}`).join("\n"));
      assert.ok(forms.length < 4000, `${forms.length} forms`);
      assert.ok(forms.includes(`${line}0`) && forms.includes(`${line}511`));
    }
  });
});
