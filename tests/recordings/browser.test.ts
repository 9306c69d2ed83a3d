import assert from "node:assert/strict";
import { it } from "mocha";
import { describeInBrowser } from "../console/browser-tests.ts";
import { anyServerKinds } from "../dialects/server-kinds.ts";
import { TestFolder } from "../learn/command.ts";
import { keptOverrides, learnFromRecordings } from "./learned-overrides.ts";
import { recordConsoles } from "./record-consoles.ts";
import { keptRecordings, type RecordingFiles } from "./recording-files.ts";

const keepsRecordings = process.env.UPDATE_RECORDINGS === "1";

describeInBrowser("What is learned from a new recording of a person in a browser", (browser) => {
  for (const kindName of Object.keys(anyServerKinds)) {
    it(`of ${kindName} is the same as from the kept one`, async () => {
      const folder = new TestFolder();
      try {
        const files = keepsRecordings ? keptRecordings(kindName) : filesIn(folder);
        await recordConsoles(browser(), kindName, files);
        const { overrides } = await learnFromRecordings(files);
        if (!keepsRecordings) assert.deepEqual(JSON.parse(overrides), JSON.parse(keptOverrides(kindName)));
      } finally {
        folder.remove();
      }
    }).timeout(60_000);
  }
});

function filesIn(folder: TestFolder): RecordingFiles {
  return { initiating: folder.path("initiating.har"), accepting: folder.path("accepting.har") };
}
