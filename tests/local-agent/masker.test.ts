import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { registerAuthorization, registerJobStartSecret } from "../../tools/local-agent/job-start-secrets.ts";
import { Masker } from "../../tools/local-agent/masker.ts";

function maskerOf(...values: string[]): Masker {
  const masker = new Masker();
  for (const value of values) masker.add(value);
  return masker;
}

function startMasker(value: string): Masker {
  const masker = new Masker();
  registerJobStartSecret(masker, value);
  return masker;
}

describe("local agent: masker", () => {
  it("masks every occurrence of a whole value, but no part of it", () => {
    assert.equal(maskerOf("s3cr3t").mask("a s3cr3t, s3cr3ts and s3cr3"), "a ***, ***s and s3cr3");
  });

  it("merges overlapping and adjacent secrets into one mask", () => {
    assert.equal(maskerOf("abcd", "cdef").mask("xabcdefx"), "x***x");
    assert.equal(maskerOf("abc", "def").mask("xabcdefx"), "x***x");
    assert.equal(maskerOf("aba").mask("xababax"), "x***x");
  });

  it("masks the JSON, URI and unescaped forms of a value", () => {
    const masker = maskerOf('pa"ss w/ö\\\\rd!');
    assert.equal(masker.mask('{"v":"pa\\"ss w/ö\\\\\\\\rd!"}'), '{"v":"***"}');
    assert.equal(masker.mask("?v=pa%22ss%20w%2F%C3%B6%5C%5Crd%21&x"), "?v=***&x");
    assert.equal(masker.mask('pa"ss w/ö\\rd!'), "***");
  });

  it("leaves base64 of an ordinary secret readable", () => {
    const base64 = Buffer.from("s3cr3t-value").toString("base64");
    assert.equal(maskerOf("s3cr3t-value").mask(base64), base64);
  });

  it("ignores empty values, blank ones at job start, and values shorter than a given length of at most six", () => {
    assert.equal(maskerOf("").mask("a  b"), "a  b");
    assert.equal(startMasker("  ").mask("a  b"), "a  b");
    assert.equal(maskerOf("x").mask("axb"), "a***b");
    const masker = new Masker();
    assert.equal(masker.ignoreShorterThan(9), 6);
    masker.add("12345");
    masker.add("654321");
    assert.equal(masker.mask("12345 654321"), "12345 ***");
  });

  it("masks the password in the authority of a URL", () => {
    assert.equal(new Masker().mask("git https://me:hunter2@contoso.com/x"), "git https://me:***@contoso.com/x");
    assert.equal(new Masker().mask("https://contoso.com:443/a@b"), "https://contoso.com:443/a@b");
  });

  it("masks a URL's password only with the agent's set of characters", () => {
    const shown = [
      "[",
      "]",
      " ",
      "^",
      "|",
      "{",
      "}",
      "\\",
      '"',
      "<",
      ">",
      "`",
      "%",
      "%z1",
      "é\u{1F512}",
      "/",
      "?",
      "#",
    ];
    for (const sign of shown) {
      const url = `https://me:hunter${sign}2@contoso.com`;
      assert.equal(new Masker().mask(url), url);
    }
    const hidden = ["é", "_", "~", ":", "%41", "%AZP2541", "$&'()*+,;=!", "\u0660"];
    for (const sign of hidden) {
      assert.equal(new Masker().mask(`https://me:hunter${sign}2@contoso.com`), "https://me:***@contoso.com", sign);
    }
    assert.equal(new Masker().mask("https://me:hunter@2@contoso.com"), "https://me:***@2@contoso.com");
  });

  it("masks base64, escaped, trimmed and unquoted forms of a job-start secret", () => {
    const value = '"two\r\nlines 100%"';
    const masker = startMasker(value);
    assert.equal(masker.mask(Buffer.from(value).toString("base64")), "***");
    assert.equal(masker.mask('"two%0D%0Alines 100%"'), "***");
    assert.equal(masker.mask("two%0D%0Alines 100%AZP25"), "***");
    assert.equal(startMasker("\nkey \r\n").mask("[key]"), "[***]");
    assert.equal(startMasker("'key'").mask("[key]"), "[***]");
  });

  it("never masks the single lines of a multi-line secret", () => {
    const masker = startMasker("first\nsecond");
    assert.equal(masker.mask("first"), "first");
    assert.equal(masker.mask("second"), "second");
  });

  it("registers every authorization parameter except for the fixed public names, without base64", () => {
    const masker = new Masker();
    registerAuthorization(masker, {
      username: "admin",
      ApiToken: "t0ken-value",
      tenantId: "t1",
      Scope: "s1",
      ROLE: "r1",
      IdToken: "sentinel-wif-id-token",
    });
    assert.equal(masker.mask("admin t0ken-value t1 s1 r1 sentinel-wif-id-token"), "*** *** t1 s1 r1 ***");
    const base64 = Buffer.from("t0ken-value").toString("base64");
    assert.equal(masker.mask(base64), base64);
  });
});
