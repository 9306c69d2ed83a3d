import { isObject, parseJson } from "../core/json.ts";
import { type Leaf, leavesOf } from "./json-leaves.ts";
import type { RecordedCall } from "./recorded-call.ts";

/** The body of a request: absent, a JSON object, or something that the overrides cannot express. */
export type RequestBody =
  | { readonly kind: "none" }
  | { readonly kind: "object"; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: "other"; readonly what: string };

/** A recorded call, taken apart. Bodies are parsed once, when they are first needed. */
export class Exchange {
  readonly call: RecordedCall;
  /** Its position in the recording: a smaller one was earlier. */
  readonly index: number;
  /** The decoded segments of its path. */
  readonly segments: readonly string[];
  /** The segments of its path as they were sent. */
  readonly rawSegments: readonly string[];
  readonly query: readonly (readonly [name: string, value: string])[];
  #request: RequestBody | undefined;
  #leaves: readonly Leaf[] | undefined;
  #sent: ReadonlySet<string> | undefined;
  #answer: { readonly body: unknown } | undefined;

  constructor(call: RecordedCall, index: number) {
    this.call = call;
    this.index = index;
    this.rawSegments = call.url.pathname.split("/").slice(1);
    this.segments = this.rawSegments.map(decoded);
    this.query = [...call.url.searchParams];
  }

  /** Whether it cannot change anything. */
  get isRead(): boolean {
    return ["GET", "HEAD"].includes(this.call.method);
  }

  /** Whether the node did what was asked, as far as status and answer say. */
  get isSuccess(): boolean {
    const { status } = this.call;
    return status >= 200 && status < 300 && !saysFailure(this.answer);
  }

  /** Method and path: the same for repeated calls. */
  get address(): string {
    return `${this.call.method} ${this.call.url.pathname}`;
  }

  get request(): RequestBody {
    this.#request ??= requestBodyOf(this.call);
    return this.#request;
  }

  /** The values in its body, also in a form's. */
  get sentLeaves(): readonly Leaf[] {
    this.#leaves ??= sentLeavesOf(this.call, this.request);
    return this.#leaves;
  }

  /** The JSON value of the answer, or its text; undefined when it is empty or not recorded. */
  get answer(): unknown {
    this.#answer ??= { body: parsed(this.call.answerBody) };
    return this.#answer.body;
  }

  /** Every text and number that it sends in its path, query and body, as text. */
  get sentTexts(): ReadonlySet<string> {
    this.#sent ??= new Set(this.#textsSent());
    return this.#sent;
  }

  #textsSent(): string[] {
    const inPath = this.segments.flatMap((segment) => [segment, ...partsOfSegment(segment)]);
    const inBody = this.sentLeaves.flatMap(({ value }) => (isIdentifier(value) ? [String(value)] : []));
    return [...inPath, ...this.query.map(([, value]) => value), ...inBody];
  }

  requestHeader(name: string): string | undefined {
    return this.call.requestHeaders.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
  }
}

/** What a segment of a path consists of, with the separators: `connections(1):start` is five parts. */
export function partsOfSegment(segment: string): string[] {
  return segment.split(/([:()']+)/).filter((part) => part !== "");
}

function isIdentifier(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function parsed(text: string | undefined): unknown {
  if (text === undefined || text.trim() === "") return undefined;
  try {
    return parseJson(text);
  } catch {
    return text.trim();
  }
}

/** Some APIs answer 200 and say in the answer that the call failed. */
function saysFailure(answer: unknown): boolean {
  if (!isObject(answer)) return false;
  const { errors, result, status } = answer;
  if ([result, status].some((word) => typeof word === "string" && /^(error|failure)$/i.test(word))) return true;
  return answer.success === false || answer.ok === false || (Array.isArray(errors) && errors.length > 0);
}

function requestBodyOf({ requestBody }: RecordedCall): RequestBody {
  if (requestBody === undefined || requestBody.trim() === "") return { kind: "none" };
  const value = parsed(requestBody);
  if (isObject(value)) return { kind: "object", value };
  return { kind: "other", what: typeof value === "string" ? "a form or another text" : "JSON that is not an object" };
}

function sentLeavesOf({ requestBody = "" }: RecordedCall, request: RequestBody): Leaf[] {
  if (request.kind === "none") return [];
  const body = request.kind === "object" ? request.value : parsed(requestBody);
  return leavesOf(typeof body === "string" ? Object.fromEntries(new URLSearchParams(body)) : body);
}
