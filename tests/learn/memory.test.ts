import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { runWithoutNetwork } from "./command.ts";

describe("Reading a large recording", function () {
  this.timeout(120_000);

  it("needs little memory for 200 MB of scripts and films", async () => {
    const { exitCode, stdout, stderr } = await runWithoutNetwork("tests/learn/read-generated.ts", ["200"]);
    assert.equal(exitCode, 0, stderr);
    const { calls, grownByMegabytes } = JSON.parse(stdout) as { calls: number; grownByMegabytes: number };
    assert.equal(calls, 50);
    assert.ok(grownByMegabytes < 100, `${grownByMegabytes} MB`);
  });
});
