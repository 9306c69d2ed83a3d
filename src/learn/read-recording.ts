import { objectOf } from "../core/json.ts";
import { callOfEntry, harEntryShape } from "./har-entry.ts";
import { jsonTokens } from "./json-tokens.ts";
import { MemberPicker } from "./pick-members.ts";
import type { RecordedCall, RecordedHeader } from "./recorded-call.ts";
import { RecordingProblem } from "./recording-problem.ts";

/** How much is kept of all bodies, in characters. Later bodies count as missing. */
const mostOfBodies = 64 * 1024 * 1024;

/** How much is kept of everything else, in characters, where each call and header counts as some more. */
const mostOfHeads = 64 * 1024 * 1024;
const costOfCall = 1024;
const costOfHeader = 64;

/**
 * Reads a recording that a browser saved (HAR 1.1 or 1.2) as a stream, in bounded memory. Answers the calls that can be
 * those of an API, in the order of their times, or as in the file when a time is missing. `onUnreadable` is told the
 * number of entries that are not as a browser writes them. Raises RecordingProblem for what is no recording, or holds no
 * call.
 */
export async function readRecording(
  chunks: AsyncIterable<Uint8Array>,
  onUnreadable: (entries: number) => void = () => undefined,
): Promise<RecordedCall[]> {
  const calls = new KeptCalls();
  const entries = await readEntries(chunks, (entry) => calls.take(entry));
  if (entries === undefined) throw new RecordingProblem("This is JSON, but no recording of a browser (HAR).");
  if (entries === 0) throw new RecordingProblem("The recording holds no requests.");
  if (calls.unreadable === entries) throw new RecordingProblem("No request of the recording can be read.");
  if (calls.unreadable > 0) onUnreadable(calls.unreadable);
  if (calls.kept.length > 0) return inOrder(calls.kept);
  throw new RecordingProblem("The recording holds only pages, scripts and pictures, but no call of a console.");
}

/** The number of entries; undefined when there is no list of entries. */
async function readEntries(
  chunks: AsyncIterable<Uint8Array>,
  take: (entry: unknown) => void,
): Promise<number | undefined> {
  const entries = { kind: "stream", of: harEntryShape, take } as const;
  const picker = new MemberPicker({ kind: "object", members: { log: { kind: "object", members: { entries } } } });
  for await (const tokens of jsonTokens(chunks)) for (const token of tokens) picker.take(token);
  const count = objectOf(objectOf(picker.result()).log).entries;
  return typeof count === "number" ? count : undefined;
}

/** The calls of a recording, as far as there is room for them. */
class KeptCalls {
  readonly kept: RecordedCall[] = [];
  unreadable = 0;
  #roomForBodies = mostOfBodies;
  #roomForHeads = mostOfHeads;

  take(entry: unknown): void {
    const call = callOfEntry(entry);
    if (call === "unreadable") this.unreadable += 1;
    else if (call !== "other") this.kept.push(this.#fitted(call));
  }

  #fitted(call: RecordedCall): RecordedCall {
    this.#roomForHeads -= headSize(call);
    if (this.#roomForHeads < 0) throw new RecordingProblem("The recording holds too many requests. Record less.");
    const size = (call.requestBody?.length ?? 0) + (call.answerBody?.length ?? 0);
    if (size > this.#roomForBodies) return withoutBodies(call);
    this.#roomForBodies -= size;
    return call;
  }
}

function headSize({ url, requestHeaders, answerHeaders }: RecordedCall): number {
  const sizes = [...requestHeaders, ...answerHeaders].map(sizeOfHeader);
  return sizes.reduce((sum, size) => sum + size, costOfCall + url.href.length);
}

function sizeOfHeader({ name, value }: RecordedHeader): number {
  return costOfHeader + name.length + value.length;
}

function withoutBodies(call: RecordedCall): RecordedCall {
  const isAnswerBodyMissing = call.isAnswerBodyMissing || call.answerBody !== undefined;
  return { ...call, requestBody: undefined, answerBody: undefined, isAnswerBodyMissing };
}

function inOrder(calls: RecordedCall[]): RecordedCall[] {
  const timed = calls.flatMap((call) => (call.startedAt === undefined ? [] : [{ call, at: call.startedAt }]));
  return timed.length < calls.length ? calls : timed.sort((a, b) => a.at - b.at).map(({ call }) => call);
}
