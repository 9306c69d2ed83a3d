import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Agent } from "./agent.ts";

/**
 * Writes a file into a new folder of this step, which the agent removes after the job, and returns its path. Raises an Error
 * when it cannot be written.
 */
export function writeStepFile(agent: Pick<Agent, "variable">, name: string, text: string): string {
  const folder = mkdtempSync(join(agent.variable("Agent.TempDirectory") ?? tmpdir(), "exalate-"));
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The content of the file at an absolute path; undefined for any other text. */
export function contentAtPath(text: string, mostBytes: number): Uint8Array | undefined {
  const content = isAbsolute(text) ? readSmallFile(text, mostBytes) : undefined;
  return typeof content === "string" ? undefined : content;
}

/** Whether there is a folder at a path. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The content of a file; `too large` above this number of bytes, and `unreadable` when it is no file that can be read. */
export function readSmallFile(path: string, mostBytes: number): Uint8Array | "too large" | "unreadable" {
  try {
    const seen = statSync(path);
    if (!seen.isFile()) return "unreadable";
    return seen.size > mostBytes ? "too large" : readFileSync(path);
  } catch {
    return "unreadable";
  }
}
