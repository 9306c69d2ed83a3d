import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Asserts that a text equals the content of a snapshot file. With UPDATE_SNAPSHOTS=1 in the environment, writes the file
 * instead. Fails when the file does not exist, so that a new scenario cannot pass unchecked.
 */
export function assertSnapshot(file: string, text: string): void {
  if (process.env.UPDATE_SNAPSHOTS === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${file} is missing: check the run, then write the snapshot with UPDATE_SNAPSHOTS=1`);
  assert.equal(text, readFileSync(file, "utf8"));
}
