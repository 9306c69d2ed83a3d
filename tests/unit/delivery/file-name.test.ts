import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { invitationFileName, safeName } from "../../../src/delivery/file-name.ts";

describe("The file name of an invitation", () => {
  it("is the connection's name where every file system takes it", () => {
    for (const name of ["Contoso_to_Fabrikam", "Contoso & Fabrikam".replace("&", "and"), "a.b (2)", "Zürich-東京", "x"])
      assert.equal(invitationFileName(name), `${name}.invitation.age`);
  });

  it("has no character, ending, beginning, length or device name that some file system refuses", () => {
    const name = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 255 }),
      fc.constantFrom(
        "CON",
        "nul.txt",
        "com1",
        "LPT¹",
        "aux ",
        "..",
        ".",
        "-rf",
        "~",
        "a/b",
        "a\\b",
        "a:b",
        "$(x)",
        "a%b",
        "a\nb",
      ),
      fc.string({ minLength: 200, maxLength: 255 }),
    );
    fc.assert(
      fc.property(name, (connectionName) => {
        const file = invitationFileName(connectionName);
        assert.match(file, /\.invitation\.age$/);
        assert.ok(!/[<>:"/\\|?*$%`'~&;#\p{Cc}\p{Cf}\p{Cs}]/u.test(file), file);
        assert.ok(!/^[-. ]/.test(file), file);
        assert.ok(!/^(con|prn|aux|nul|(com|lpt)[\d¹²³])[ .]/i.test(file), file);
        assert.ok(Buffer.byteLength(file) <= 255, `${Buffer.byteLength(file)}`);
      }),
      { numRuns: 1000 },
    );
  });

  it("differs for different names", () => {
    const names = [
      "a/b",
      "a:b",
      "a_b",
      "a\\b",
      "CON",
      "_CON",
      "x".repeat(255),
      "x".repeat(254),
      ".a",
      "_a",
      "a.",
      "a_",
    ];
    assert.equal(new Set(names.map(safeName)).size, names.length);
  });
});
