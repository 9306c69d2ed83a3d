import { textsOf } from "../../src/core/json.ts";
import { jsonEscaped, singleLine } from "../../src/core/text.ts";
import type { Recordings } from "../../src/learn/learn-api.ts";
import type { Learned } from "../../src/learn/learned.ts";
import type { TypedValues } from "../../src/learn/typed-values.ts";
import { UsageError } from "../command-line.ts";
import type { LearnOptions } from "./options.ts";
import { OutputGuard } from "./output-guard.ts";
import { isSameFile, readRecordingFile } from "./recording-file.ts";
import { overridesText, reportJson, reportLines } from "./report.ts";
import { saveFile } from "./save-file.ts";

/** How an API is learned from recordings. */
export type LearnApi = (recordings: Recordings, typed: TypedValues) => Promise<Learned>;

/** What the command prints, and whether something is left to edit. */
interface LearnResult {
  readonly output: string;
  readonly isLeftToEdit: boolean;
}

/**
 * Reads the recordings, learns from them, and saves the API overrides where asked for. `width` is that of the output, in
 * characters.
 * @throws UsageError when a file cannot be read or written, is no recording, or a secret would be shown
 * @throws RecordingProblem when the recordings show nothing of a node
 */
export async function learnFrom(options: LearnOptions, learnApi: LearnApi, width: number): Promise<LearnResult> {
  refuseSameFiles(options);
  const recordings = await readRecordings(options);
  const learned = await learnApi({ ...recordings, nodeOrigin: options.nodeOrigin }, options.typed);
  const calls = [...recordings.initiating, ...(recordings.accepting ?? [])];
  const guard = new OutputGuard(calls, textsOf(Object.values(options.typed)));
  const secretPlace = guard.placeIn(learned.overrides);
  if (secretPlace !== undefined) throw heldSecret(secretPlace);
  const output = outputOf(guard.redacted(withUnreadable(learned, recordings.unreadable)), options, width);
  if (options.save !== undefined) saveFile(options.save, `${overridesText(learned)}\n`);
  return { output, isLeftToEdit: learned.edits.length > 0 };
}

async function readRecordings({ initiating, accepting }: LearnOptions) {
  const own = await readRecordingFile("--initiating", initiating);
  const other = accepting === undefined ? undefined : await readRecordingFile("--accepting", accepting);
  return { initiating: own.calls, accepting: other?.calls, unreadable: own.unreadable + (other?.unreadable ?? 0) };
}

function outputOf(learned: Learned, { json, save }: LearnOptions, width: number): string {
  if (json) return `${jsonEscaped(JSON.stringify(reportJson(learned), null, 2))}\n`;
  return `${reportLines(learned, { width, savedTo: save }).join("\n")}\n`;
}

function heldSecret(place: string): UsageError {
  return new UsageError(
    `The result holds a value of the recording that looks secret${place === "" ? "" : `, at ${singleLine(place)}`}; nothing was printed or saved. ` +
      "Replace this value by {EDIT} everywhere in a copy of the recordings and learn from the copy: then it is left to edit. " +
      "If it is an ordinary word that is a password too, record again with another password.",
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

/** `unreadable` is the number of entries that were left out. */
function withUnreadable(learned: Learned, unreadable: number): Learned {
  if (unreadable === 0) return learned;
  const entries = unreadable === 1 ? "1 entry of the recordings was" : `${unreadable} entries of the recordings were`;
  const remark = `${entries} left out, because a browser does not write such entries.`;
  return { ...learned, remarks: [...learned.remarks, remark] };
}
