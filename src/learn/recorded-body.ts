import { jsonOrUndefined } from "../core/json.ts";
import { decoderOf } from "./byte-encoding.ts";
import type { RecordedHeader } from "./recorded-call.ts";

/** The longest body that is kept, in characters. */
export const longestBody = 1024 * 1024;

/** Firefox writes these headers of an upload before the body of a form that was submitted. */
const uploadHeaders = /^(?:content-[a-z-]+:[^\r\n]*\r\n)+\r\n/i;

/** What a recording says of the body of an answer. */
export interface RecordedContent {
  /** As recorded, perhaps base64; undefined when it is not there. */
  readonly text: string | undefined;
  readonly encoding: string;
  readonly mimeType: string;
  /** In bytes; negative when unknown. */
  readonly size: number;
}

/** The body of an answer as text; undefined when it is empty or not there. */
export function answerBodyOf({ text = "", encoding, mimeType }: RecordedContent): string | undefined {
  const decoded = encoding.toLowerCase() === "base64" ? fromBase64(text, mimeType) : withoutMark(text);
  return decoded === "" ? undefined : decoded;
}

function fromBase64(text: string, mimeType: string): string {
  const bytes = Buffer.from(text, "base64");
  return decoderOf(bytes, charsetOf(mimeType)).decode(bytes);
}

function charsetOf(mimeType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(mimeType)?.[1];
}

function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/**
 * Whether an answer had more than the recording holds of it. Browsers leave out a body that they no longer have, and
 * Firefox cuts one after 1 MB (its setting `devtools.netmonitor.responseBodyLimit`) without saying so.
 */
export function isContentCut(
  { text, size, encoding, mimeType }: RecordedContent,
  decoded: string | undefined,
): boolean {
  if (text === undefined || text === "") return size > 0;
  if (encoding.toLowerCase() === "base64") return Buffer.byteLength(text, "base64") + markLength < size;
  const isShorter = Buffer.byteLength(text) + markLength < size && !/utf-?16/i.test(mimeType);
  return isShorter && jsonOrUndefined(decoded ?? "") === undefined;
}

/** A byte order mark counts in the size, and may be missing in the text. */
const markLength = 3;

/** The body of a request as it was sent; undefined when there is none or it is not there. */
export function requestBodyOf(
  text: string | undefined,
  params: readonly RecordedHeader[],
  mimeType: string,
): string | undefined {
  if (text !== undefined && text !== "") return withoutMark(text.replace(uploadHeaders, ""));
  if (params.length === 0 || !/^application\/x-www-form-urlencoded/i.test(mimeType)) return undefined;
  return new URLSearchParams(params.map(({ name, value }): [string, string] => [name, value])).toString();
}
