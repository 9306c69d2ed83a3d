import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { keyFileText } from "../../../src/partner-page/key-file.ts";

describe("The file with a new private key", () => {
  it("has the form of age-keygen", () => {
    const pair = { identity: "AGE-SECRET-KEY-1ABC", recipient: "age1abc" };
    assert.equal(
      keyFileText(pair, new Date("2026-03-04T05:06:07.089Z")),
      "# created: 2026-03-04T05:06:07Z\n# public key: age1abc\nAGE-SECRET-KEY-1ABC\n",
    );
  });
});
