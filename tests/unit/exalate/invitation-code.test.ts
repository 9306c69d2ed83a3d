import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { fromVariableValue, longestVariable, toVariableValue } from "../../../src/exalate/invitation-code.ts";
import { failsWith } from "../../support/failures.ts";

describe("An invitation code in a variable", () => {
  it("is unchanged when it has one line", () => {
    assert.equal(toVariableValue(" eyJhbGciOi+/=_-.x \n"), "eyJhbGciOi+/=_-.x");
  });

  it("is encoded as base64 when it has line breaks", () => {
    const value = toVariableValue("first\r\nsecond");
    assert.equal(value, `base64:${Buffer.from("first\r\nsecond").toString("base64")}`);
    assert.equal(fromVariableValue(value), "first\r\nsecond");
  });

  it("is read back completely except for surrounding white space, whatever it contains", () => {
    const codes = fc.oneof(
      fc.string({ minLength: 1, maxLength: 3000 }),
      fc.string({ minLength: 1, unit: "grapheme" }),
      fc.base64String({ minLength: 4 }).map((text) => text.replace(/.{1,76}/g, "$&\r\n")),
      fc.constantFrom("base64:abcd", "##vso[task.setvariable variable=x]y", "%0A%25%AZP25", "a;b]c"),
    );
    fc.assert(
      fc.property(codes, (code) => {
        fc.pre(code.trim() !== "");
        const value = toVariableValue(code);
        assert.ok(!/[\r\n]/.test(value));
        assert.equal(fromVariableValue(value), code.trim());
      }),
    );
  });

  it("is refused when it is empty or too long for a variable", async () => {
    await failsWith("EXA306", () => toVariableValue(" \r\n"));
    assert.equal(toVariableValue("x".repeat(longestVariable)).length, longestVariable);
    await failsWith("EXA306", () => toVariableValue("x".repeat(longestVariable + 1)));
  });
});
