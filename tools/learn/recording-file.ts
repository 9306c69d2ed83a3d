import { createReadStream, type Stats, statSync } from "node:fs";
import { harmless } from "../../src/core/text.ts";
import { readRecording } from "../../src/learn/read-recording.ts";
import type { RecordedCall } from "../../src/learn/recorded-call.ts";
import { RecordingProblem } from "../../src/learn/recording-problem.ts";
import { UsageError } from "../command-line.ts";

/** A recording that was read. */
export interface ReadRecording {
  readonly calls: readonly RecordedCall[];
  /** The number of entries that are not as a browser writes them. */
  readonly unreadable: number;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file.",
  ENOTDIR: "There is no such file.",
  EACCES: "You have no permission to read it.",
  EPERM: "You have no permission to read it.",
  EISDIR: "It is a folder.",
};

/**
 * Reads a recording from a file. `option` names the option that the path comes from.
 * @throws UsageError when the file cannot be read, or is no recording of a browser
 */
export async function readRecordingFile(option: string, path: string): Promise<ReadRecording> {
  let unreadable = 0;
  try {
    const calls = await readRecording(createReadStream(path), (entries) => {
      unreadable = entries;
    });
    return { calls, unreadable };
  } catch (error) {
    throw new UsageError(`${option} ${harmless(path)}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof RecordingProblem) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "") throw error;
  return reasons[code] ?? `It cannot be read (${code}).`;
}

/** Whether two paths lead to the same file, also through links. False when one of them cannot be found. */
export function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map(statusOf);
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
