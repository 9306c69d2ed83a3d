/** One request to a node. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute; it never holds a secret. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
}

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The port to the network. Redirects are answers like any other: nothing follows them. */
export interface HttpTransport {
  /** Raises EXA4xx when no whole answer comes. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Closes kept connections, so that the process can end. */
  close(): void;
}
