import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { describe, it } from "mocha";
import { anyServerKinds } from "../dialects/server-kinds.ts";
import { describeTaskRuns } from "../dialects/task-runs.ts";
import { keptOverrides, keptOverridesFile, learnFromRecordings } from "./learned-overrides.ts";
import { afterEdits, leftToEdit } from "./left-to-edit.ts";
import { keptRecordings } from "./recording-files.ts";

describe("What is learned from the kept recordings", function () {
  this.timeout(60_000);
  for (const kindName of Object.keys(anyServerKinds)) {
    it(`of ${kindName} are the kept overrides, ${leftToEdit[kindName] ? "with what is left to edit" : "with nothing left to edit"}`, async () => {
      const { exitCode, stdout, stderr, edits, overrides } = await learnFromRecordings(keptRecordings(kindName));
      assert.deepEqual(
        edits.map((line) => line.split(": ")[0]),
        (leftToEdit[kindName] ?? []).map(({ pointer }) => `EDIT ${pointer}`),
        stdout + stderr,
      );
      assert.equal(exitCode, edits.length === 0 ? 0 : 1);
      if (process.env.UPDATE_SNAPSHOTS === "1") writeFileSync(keptOverridesFile(kindName), overrides);
      assert.deepEqual(JSON.parse(overrides), JSON.parse(keptOverrides(kindName)));
    });
  }
});

for (const kindName of Object.keys(anyServerKinds)) {
  const title = `The built tasks with what was learned from the recordings of ${kindName}`;
  describeTaskRuns(title, kindName, () => afterEdits(kindName, keptOverrides(kindName)), {
    canDelete: kindName !== "two-step",
  });
}
