/** One request to a node. */
export interface HttpRequest {
  readonly method: string;
  /** An absolute URL. It never contains a secret. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  /** How many requests will be sent at the same time once this one is answered; 1 if absent. */
  readonly followedBy?: number;
}

/** The answer to a request. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How many requests to a host are under way at the same time, at most; others wait. */
export const mostAtOnce = 4;

/** The port to the network. It does not follow redirects: a redirect is an answer like any other. */
export interface HttpTransport {
  /** Raises EXA4xx when no complete answer arrives. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Closes open connections, so that the process can end. */
  close(): void;
}
