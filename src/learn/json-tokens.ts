import type { TextDecoder } from "node:util";
import { getManyValues, isMany, none } from "stream-chain/defs.js";
import { jsonParser, type Token } from "stream-json/core/parser.js";
import { beginsWith, decoderOf } from "./byte-encoding.ts";
import { RecordingProblem } from "./recording-problem.ts";

/** As many bytes are looked at to tell the encoding of a file. */
const headLength = 4;

/** As many bytes are parsed at a time, so that few tokens are held. */
const pieceLength = 64 * 1024;

/** The first bytes of gzip and ZIP files. */
const compressed = [
  [0x1f, 0x8b],
  [0x50, 0x4b, 0x03, 0x04],
];

type Parse = (input: string | typeof none) => unknown;

/**
 * Reads JSON as a stream, and yields its tokens in groups. Long strings arrive in parts, so that little is held in memory.
 * Raises RecordingProblem for what is empty, compressed, cut off or not JSON.
 */
export async function* jsonTokens(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Token[]> {
  const parse = jsonParser({ packValues: false }) as Parse;
  let isEmpty = true;
  for await (const text of textsOf(chunks)) {
    isEmpty &&= /^\s*$/.test(text);
    yield tokensOf(parse, text, "The recording is not JSON.");
  }
  if (isEmpty) throw new RecordingProblem("The recording is empty.");
  yield tokensOf(parse, none, "The recording ends in the middle: it was not saved or copied completely.");
}

/** The errors of the parser are left out, because they may quote the recording. */
function tokensOf(parse: Parse, input: string | typeof none, problem: string): readonly Token[] {
  try {
    const tokens = parse(input);
    return isMany(tokens) ? (getManyValues(tokens) as readonly Token[]) : [];
  } catch {
    throw new RecordingProblem(problem);
  }
}

async function* textsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const bytes of withHead(chunks)) {
    decoder ??= decoderOf(notCompressed(bytes));
    for (const piece of piecesOf(bytes)) yield decoder.decode(piece, { stream: true });
  }
  yield decoder?.decode() ?? "";
}

/** The chunks, the first of them long enough to tell the encoding. */
async function* withHead(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head.length >= headLength) yield chunk;
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length >= headLength) yield head;
    }
  }
  if (head.length < headLength) yield head;
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += pieceLength) yield bytes.subarray(start, start + pieceLength);
}

function notCompressed(head: Uint8Array): Uint8Array {
  if (!compressed.some((beginning) => beginsWith(head, beginning))) return head;
  throw new RecordingProblem("The recording is compressed. Unpack it first.");
}
