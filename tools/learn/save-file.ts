import { renameSync, rmSync, writeFileSync } from "node:fs";
import { harmless } from "../../src/core/text.ts";
import { UsageError } from "../command-line.ts";

/**
 * Writes a text file in one step: the file that was there stays whole until the new one is complete.
 * @throws UsageError when it cannot be written
 */
export function saveFile(path: string, text: string): void {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text, { flag: "wx" });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    const code = error instanceof Error && "code" in error ? ` (${error.code})` : "";
    throw new UsageError(`--save ${harmless(path)}: The file cannot be written${code}.`);
  }
}
