import type { RecordedCall, RecordedHeader } from "../../src/learn/recorded-call.ts";
import type { TypedValues } from "../../src/learn/typed-values.ts";

/** What a test says of a recorded call besides its address, status and answer. */
export interface CallParts {
  readonly origin?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answerHeaders?: Readonly<Record<string, string>>;
  readonly isAnswerBodyMissing?: boolean;
}

/** The node's origin in these tests. */
export const nodeOrigin = "https://node-1.example";

/** When the first call of a recording was sent, in milliseconds since 1970. */
export const recordedAt = Date.parse("2026-03-02T10:00:00Z");

/** A call such as `call("POST /connections", 201, { id: 1 }, { body: { name: "x" } })`. Texts are sent as they are. */
export function call(address: string, status: number, answer?: unknown, parts: CallParts = {}): RecordedCall {
  const [method = "GET", path = "/"] = address.split(/ (.*)/);
  return {
    startedAt: undefined,
    method,
    url: new URL(path, parts.origin ?? nodeOrigin),
    requestHeaders: headersOf(parts.headers),
    requestBody: textOf(parts.body),
    status,
    answerHeaders: headersOf(parts.answerHeaders),
    answerBody: textOf(answer),
    isAnswerBodyMissing: parts.isAnswerBodyMissing ?? false,
  };
}

function headersOf(headers: Readonly<Record<string, string>> = {}): RecordedHeader[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A recording: the calls a second apart, each with these headers. */
export function recording(
  calls: readonly RecordedCall[],
  headers: Readonly<Record<string, string>> = {},
): RecordedCall[] {
  return calls.map((each, index) => ({
    ...each,
    startedAt: recordedAt + index * 1000,
    requestHeaders: [...headersOf(headers), ...each.requestHeaders],
  }));
}

/** A session token as nodes issue it; it is not real. */
export const sessionToken = `${Buffer.from('{"alg":"HS256"}').toString("base64url")}.${Buffer.from('{"sub":"contoso.admin@contoso.com","iss":"EXALATE"}').toString("base64url")}.bm90LXJlYWwtc2lnbmF0dXJl`;

/** An invitation code of these tests; it is not real. */
export const invitationCode = "eyJub3QiOiJyZWFsIn0-Zm9yLXRlc3RzLW9ubHk4NzIzNDg3MjM0ODcyMzQ4Nw";

/** What the person of these tests typed. */
export const typedValues: TypedValues = {
  destinationUrl: "https://node-2.example",
  localShortName: "Contoso",
  destinationShortName: "Fabrikam",
  connectionName: "Contoso_to_Fabrikam",
  description: "Escalated bugs",
  project: "Support",
  acceptingProject: undefined,
  mode: "script",
};
