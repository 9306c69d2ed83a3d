/** The answer of a handler, before it is serialized. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: { readonly json: unknown } | { readonly text: string; readonly type: string } | null;
}

/** A serialized answer. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer with a JSON value. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, content: { json: value } };
}

/** An answer with a text, plain unless another media type is given. */
export function text(status: number, content: string, type = "text/plain; charset=utf-8"): Answer {
  return { status, headers: {}, content: { text: content, type } };
}

/** An answer without content. */
export function empty(status: number): Answer {
  return { status, headers: {}, content: null };
}

/** Serializes an answer to status, headers and body. */
export function toWire({ status, headers, content }: Answer): WireAnswer {
  if (content === null) return { status, headers, body: "" };
  if ("text" in content) return { status, headers: { "Content-Type": content.type, ...headers }, body: content.text };
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(content.json) };
}

/** The node refuses a request; its answer is JSON with this message. */
export class Refusal extends Error {
  /** HTTP status of the answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
