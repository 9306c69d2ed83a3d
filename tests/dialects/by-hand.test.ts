import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { nodeApiWith } from "../../src/exalate/profile/overrides.ts";
import { overridesByHand } from "./server-pair.ts";
import { serverKinds } from "./servers/all.ts";
import { describeTaskRuns } from "./task-runs.ts";

for (const kindName of Object.keys(serverKinds)) {
  describe(`The overrides by hand for the server "${kindName}"`, () => {
    it("fit the profile", async () => assert.ok(await nodeApiWith(overridesByHand(kindName))));
  });
  describeTaskRuns(`The built tasks with overrides by hand for the server "${kindName}"`, kindName, () =>
    overridesByHand(kindName),
  );
}
