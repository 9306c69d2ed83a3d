import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { passwordsIn } from "../../../src/pipeline/url-passwords.ts";

describe("The passwords in a text", () => {
  const cases: [text: string, passwords: string[]][] = [
    ["https://user:pass-word@host:8443/path", ["pass-word"]],
    ["ftp://user:pass-word@host", ["pass-word"]],
    ["https://:pass-word@host", ["pass-word"]],
    ["https://user:p%40ssword@host", ["p%40ssword", "p@ssword"]],
    ["https://user:p@ss:wo|rd@host", ["p@ss:wo|rd"]],
    ["https://user:%zz%zz@host", ["%zz%zz"]],
    ["https://user:pass/w?o#rd@host", ["pass/w?o#rd"]],
    ["see https://a:first@b and https://c:second@d", ["first", "second"]],
    ["https://user:pw@host", []],
    ["https://host:8443/@someone", []],
    ["https://host:8443?to=a@contoso.com", []],
    ["https://user@host", []],
    ["mailto:a@contoso.com", []],
    ["", []],
  ];
  for (const [text, passwords] of cases) {
    it(`are ${JSON.stringify(passwords)} in "${text}"`, () => assert.deepEqual(passwordsIn(text), passwords));
  }

  it("are found quickly in any text", () => {
    const begin = performance.now();
    for (const part of ["://", ":", "a:", "://a:", "@", "://:@", " ", "h://a:/"]) {
      for (const text of [part.repeat(100_000), `https://a:${part.repeat(100_000)}`]) passwordsIn(text);
    }
    assert.ok(performance.now() - begin < 2_000);
  });
});
