import { type JsonObject, listOf, objectOf, textOf } from "../core/json.ts";
import { isAsset } from "./asset.ts";
import { type Shape, tooLong } from "./pick-members.ts";
import { answerBodyOf, isContentCut, longestBody, type RecordedContent, requestBodyOf } from "./recorded-body.ts";
import type { RecordedCall, RecordedHeader } from "./recorded-call.ts";

/** Longer than servers accept in a URL or a header, in characters. */
const longestText = 64 * 1024;

/** Base64 takes four characters for three bytes, and may be broken into lines. */
const longestAnswer = Math.ceil(longestBody * 1.4);

const text: Shape = { kind: "text", longest: longestText };
const number: Shape = { kind: "number" };
const pairs: Shape = { kind: "list", of: { kind: "object", members: { name: text, value: text } } };

const request: Shape = {
  kind: "object",
  members: {
    method: text,
    url: text,
    headers: pairs,
    postData: {
      kind: "object",
      members: { mimeType: text, text: { kind: "text", longest: longestBody }, params: pairs },
    },
  },
};

const response: Shape = {
  kind: "object",
  members: {
    status: number,
    headers: pairs,
    content: {
      kind: "object",
      members: { size: number, mimeType: text, encoding: text, text: { kind: "text", longest: longestAnswer } },
    },
    _serviceWorkerResponseSource: text,
  },
};

/** What is read of an entry of a recording (http://www.softwareishard.com/blog/har-12-spec/). */
export const harEntryShape: Shape = {
  kind: "object",
  members: { startedDateTime: text, _resourceType: text, request, response },
};

/** Why an entry is no call: it cannot be one of an API, or it is not as a browser writes entries. */
export type NoCall = "other" | "unreadable";

/** The call in an entry that was read by {@link harEntryShape}. */
export function callOfEntry(entry: unknown): RecordedCall | NoCall {
  const { request, response, _resourceType } = objectOf(entry);
  const { method: recordedMethod, url: recordedUrl, headers, postData } = objectOf(request);
  const method = textOf(recordedMethod).toUpperCase();
  const url = urlOf(textOf(recordedUrl));
  if (url === undefined || !/^[A-Z]+$/.test(method)) return "unreadable";
  const answer = answerOf(objectOf(response));
  const resource = { ...answer, method, url, resourceType: textOf(_resourceType) };
  if (!isNetworkCall(resource, textOf(objectOf(response)._serviceWorkerResponseSource)) || isAsset(resource))
    return "other";
  const { mimeType: _, ...kept } = answer;
  const requestBody = sentBodyOf(objectOf(postData));
  return { startedAt: startOf(entry), method, url, requestHeaders: pairsOf(headers), requestBody, ...kept };
}

/** The URL without user information and fragment. */
function urlOf(recorded: string): URL | undefined {
  if (!URL.canParse(recorded)) return undefined;
  const url = new URL(recorded);
  url.username = "";
  url.password = "";
  url.hash = "";
  return url;
}

interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly status: number;
  readonly resourceType: string;
}

/** Whether a request is one to a server by the page itself: no preflight, no web socket, no answer of a service worker. */
function isNetworkCall({ method, url, status, resourceType }: Sent, workerSource: string): boolean {
  if (method === "OPTIONS" || method === "CONNECT" || /^(?:preflight|websocket)$/i.test(resourceType)) return false;
  return /^https?:$/.test(url.protocol) && status !== 101 && !/^(?:cache-storage|fallback-code)$/i.test(workerSource);
}

function startOf(entry: unknown): number | undefined {
  const time = Date.parse(textOf(objectOf(entry).startedDateTime));
  return Number.isNaN(time) ? undefined : time;
}

type Answer = Pick<RecordedCall, "status" | "answerHeaders" | "answerBody" | "isAnswerBodyMissing"> & {
  readonly mimeType: string;
};

function answerOf({ status, headers, content }: JsonObject): Answer {
  const answerHeaders = pairsOf(headers);
  const recorded = contentOf(objectOf(content), answerHeaders);
  const whole = answerBodyOf(recorded);
  const isTooLong = objectOf(content).text === tooLong || (whole?.length ?? 0) > longestBody;
  const isAnswerBodyMissing = isTooLong || isContentCut(recorded, whole);
  return {
    status: typeof status === "number" && Number.isInteger(status) && status > 0 ? status : 0,
    answerHeaders,
    answerBody: isAnswerBodyMissing ? undefined : whole,
    isAnswerBodyMissing,
    mimeType: recorded.mimeType,
  };
}

function contentOf(
  { text, encoding, mimeType, size }: JsonObject,
  headers: readonly RecordedHeader[],
): RecordedContent {
  const sentType = headers.find(({ name }) => name.toLowerCase() === "content-type")?.value;
  return {
    text: typeof text === "string" ? text : undefined,
    encoding: textOf(encoding),
    mimeType: sentType ?? textOf(mimeType),
    size: typeof size === "number" ? size : -1,
  };
}

function sentBodyOf({ text, params, mimeType }: JsonObject): string | undefined {
  if (text === tooLong) return undefined;
  return requestBodyOf(textOf(text), pairsOf(params), textOf(mimeType));
}

/** HTTP/2 has pseudo headers, such as `:path`, which repeat the method and the URL. */
function pairsOf(recorded: unknown): RecordedHeader[] {
  return listOf(recorded).flatMap((pair) => {
    const { name, value } = objectOf(pair);
    const isHeader = typeof name === "string" && typeof value === "string" && name !== "" && !name.startsWith(":");
    return isHeader ? [{ name, value }] : [];
  });
}
