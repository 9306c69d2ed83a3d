import type { HttpAnswer, HttpRequest, HttpTransport } from "../../src/http/http.ts";

/** An answer with a JSON body, or a text body when given a string. */
export function answer(status: number, body: unknown = "", headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

/** A fake transport that answers each request by its `METHOD path` and records the requests in order. */
export class FakeTransport implements HttpTransport {
  readonly requests: HttpRequest[] = [];
  readonly #respond: (line: string, request: HttpRequest) => HttpAnswer | Error;
  closed = false;

  constructor(respond: (line: string, request: HttpRequest) => HttpAnswer | Error) {
    this.#respond = respond;
  }

  /** `METHOD path?query` of each request. */
  get lines(): string[] {
    return this.requests.map(lineOf);
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    this.requests.push(request);
    const result = this.#respond(lineOf(request), request);
    if (result instanceof Error) throw result;
    return result;
  }

  close(): void {
    this.closed = true;
  }
}

function lineOf({ method, url }: HttpRequest): string {
  const { pathname, search } = new URL(url);
  return `${method} ${pathname.replace("/rest/issuehub/4.0", "")}${search}`;
}
