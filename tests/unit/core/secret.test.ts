import assert from "node:assert/strict";
import { inspect } from "node:util";
import { describe, it } from "mocha";
import { Secret } from "../../../src/core/secret.ts";

describe("A secret", () => {
  const secret = new Secret("the-value");

  it("prints as *** in every way", () => {
    for (const shown of [
      String(secret),
      `${secret}`,
      inspect(secret),
      inspect({ deep: [secret] }),
      JSON.stringify({ secret }),
    ]) {
      assert.ok(!shown.includes("the-value"), shown);
      assert.ok(shown.includes("***"), shown);
    }
  });

  it("reveals its value on request", () => {
    assert.equal(secret.reveal(), "the-value");
  });
});
