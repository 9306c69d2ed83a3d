import { createReadStream, type Stats, statSync } from "node:fs";
import { readRecording } from "../../src/learn/read-recording.ts";
import type { RecordedCall } from "../../src/learn/recorded-call.ts";
import { RecordingProblem } from "../../src/learn/recording-problem.ts";
import { whyUnreadable, wrongFile } from "../option-file.ts";

/** A recording that was read. */
export interface ReadRecording {
  readonly calls: readonly RecordedCall[];
  /** The number of entries that are not as a browser writes them. */
  readonly unreadable: number;
}

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
    throw wrongFile(option, path, error instanceof RecordingProblem ? error.message : whyUnreadable(error));
  }
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
