import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { shownPath } from "../../../src/core/shown-path.ts";

describe("A path in a message", () => {
  it("is shown as it is", () => {
    for (const path of ["/agent/1/s/invitations/Contoso2_to_Fabrikam.invitation.age", "D:\\a\\1\\s\\x.txt", "a"])
      assert.equal(shownPath(path), path);
  });

  it("does not show a code that was given as a path", () => {
    const code = "eyJhbGciOiJIUzI1NiJ9eyJ1cmwiOiJodHRwczovL2";
    assert.equal(shownPath(`/agent/1/s/${code}`), "/agent/1/s/***");
    assert.equal(shownPath(code), "***");
  });
});
