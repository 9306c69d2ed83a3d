import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Asserts that a text is the one pinned in a file. With UPDATE_SNAPSHOTS=1 in the environment the file is written
 * instead; without the file the assertion fails, so that no new scenario passes unseen.
 */
export function assertSnapshot(file: string, text: string): void {
  if (process.env.UPDATE_SNAPSHOTS === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${file} is missing: look at the run, then pin it with UPDATE_SNAPSHOTS=1`);
  assert.equal(text, readFileSync(file, "utf8"));
}
