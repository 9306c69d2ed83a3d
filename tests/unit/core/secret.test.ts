import assert from "node:assert/strict";
import { inspect } from "node:util";
import { describe, it } from "mocha";
import { Secret } from "../../../src/core/secret.ts";

describe("A secret", () => {
  const secret = new Secret("the-value");

  it("shows as *** however it is printed", () => {
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

  it("gives its value when asked for it", () => {
    assert.equal(secret.reveal(), "the-value");
  });
});
