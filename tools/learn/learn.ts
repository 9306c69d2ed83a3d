import { textsOf } from "../../src/core/json.ts";
import { jsonEscaped } from "../../src/core/text.ts";
import type { Recordings } from "../../src/learn/learn-api.ts";
import type { Learned } from "../../src/learn/learned.ts";
import { RecordingProblem } from "../../src/learn/recording-problem.ts";
import type { TypedValues } from "../../src/learn/typed-values.ts";
import { UsageError } from "../command-line.ts";
import type { LearnOptions } from "./options.ts";
import { OutputGuard } from "./output-guard.ts";
import { isSameFile, type ReadRecording, readRecordingFile } from "./recording-file.ts";
import { overridesText, reportJson, reportLines } from "./report.ts";
import { saveFile } from "./save-file.ts";

/** How an API is learned from recordings. */
export type LearnApi = (recordings: Recordings, typed: TypedValues) => Promise<Learned>;

/** What the command prints, and whether something is left to edit. */
export interface LearnResult {
  readonly output: string;
  readonly isLeftToEdit: boolean;
}

/**
 * Reads the recordings, learns from them, and saves the API overrides where asked for. `width` is that of the output, in
 * characters.
 * @throws UsageError when a file cannot be read or written, is no recording of a node, or a secret would be shown
 */
export async function learnFrom(options: LearnOptions, learnApi: LearnApi, width: number): Promise<LearnResult> {
  refuseSameFiles(options);
  const initiating = await readRecordingFile("--initiating", options.initiating);
  const accepting =
    options.accepting === undefined ? undefined : await readRecordingFile("--accepting", options.accepting);
  const recordings = { initiating: initiating.calls, accepting: accepting?.calls, nodeOrigin: options.nodeOrigin };
  const learned = withUnreadable(
    await learnOrExplain(() => learnApi(recordings, options.typed)),
    initiating,
    accepting,
  );
  const guard = new OutputGuard(
    [...initiating.calls, ...(accepting?.calls ?? [])],
    textsOf(Object.values(options.typed)),
  );
  if (guard.isHeldIn(learned.overrides)) throw heldSecret();
  const output = outputOf(guard.redacted(learned), options, width);
  if (options.save !== undefined) saveFile(options.save, `${overridesText(learned)}\n`);
  return { output, isLeftToEdit: learned.edits.length > 0 };
}

function outputOf(learned: Learned, { json, save }: LearnOptions, width: number): string {
  if (json) return `${jsonEscaped(JSON.stringify(reportJson(learned), null, 2))}\n`;
  return `${reportLines(learned, { width, savedTo: save }).join("\n")}\n`;
}

function heldSecret(): UsageError {
  return new UsageError(
    "The result holds a value of the recording that looks secret; nothing was printed or saved. " +
      "Record again with another password or a new connection; if this remains, the calls cannot be learned.",
  );
}

function refuseSameFiles({ initiating, accepting, save }: LearnOptions): void {
  if (accepting !== undefined && isSameFile(initiating, accepting))
    throw new UsageError(
      "--initiating and --accepting are the same file. Leave --accepting out if one recording shows both sides.",
    );
  if (save === undefined) return;
  if ([initiating, accepting].some((path) => path !== undefined && isSameFile(path, save)))
    throw new UsageError("--save names a recording, which it would overwrite.");
}

async function learnOrExplain(learn: () => Promise<Learned>): Promise<Learned> {
  try {
    return await learn();
  } catch (error) {
    if (error instanceof RecordingProblem) throw new UsageError(error.message);
    throw error;
  }
}

function withUnreadable(learned: Learned, ...recordings: readonly (ReadRecording | undefined)[]): Learned {
  const count = recordings.reduce((sum, recording) => sum + (recording?.unreadable ?? 0), 0);
  if (count === 0) return learned;
  const entries = count === 1 ? "1 entry of the recordings was" : `${count} entries of the recordings were`;
  return {
    ...learned,
    remarks: [...learned.remarks, `${entries} left out, because a browser does not write such entries.`],
  };
}
