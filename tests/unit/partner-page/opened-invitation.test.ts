import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { makeKeyPair } from "../../../src/delivery/age.ts";
import { CannotOpen } from "../../../src/delivery/cannot-open.ts";
import { codeIn } from "../../../src/partner-page/opened-invitation.ts";
import { Problem } from "../../../src/partner-page/problem.ts";
import { words } from "../../../src/partner-page/words.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("What was in the opened file", () => {
  it("is the code", () => assert.equal(codeIn(bytes("a code\n")), "a code"));

  it("is refused when it is a private key or anything else", async () => {
    const { identity } = await makeKeyPair();
    const text = `# created\n${identity}\n`;
    for (const opened of [bytes(text), Buffer.from(`\ufeff${text}`, "utf16le")])
      assert.throws(() => codeIn(opened), new Problem(words.protectedKeyAsInvitation));
    assert.throws(() => codeIn(bytes("")), new CannotOpen("not an invitation"));
  });
});
