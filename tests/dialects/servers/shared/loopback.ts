import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";

/** A request as a server reads it. */
export interface Received {
  readonly method: string;
  /** The path as it was sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer as a server writes it. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** A request and the status of its answer; 0 before the answer. */
export interface RecordedCall {
  readonly method: string;
  /** The path as it was sent, with the query. */
  readonly path: string;
  readonly status: number;
}

/** A listening socket with what it has received. */
export interface Loopback {
  readonly url: string;
  readonly calls: readonly RecordedCall[];
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function listenOnLoopback(answer: (request: Received) => Answer | Promise<Answer>): Promise<Loopback> {
  const calls: { -readonly [Name in keyof RecordedCall]: RecordedCall[Name] }[] = [];
  const server = createServer((request, response) => {
    const call = { method: request.method ?? "", path: request.url ?? "", status: 0 };
    calls.push(call);
    answerRequest(request, response, answer).then(
      (status) => {
        call.status = status;
      },
      () => request.socket.destroy(),
    );
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, calls, close: () => close(server) };
}

async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: Received) => Answer | Promise<Answer>,
): Promise<number> {
  const { method = "", headers } = request;
  const query = new URL(request.url ?? "/", "http://loopback").searchParams;
  const {
    status,
    headers: own = {},
    body = "",
  } = await answer({
    method,
    path: pathOf(request),
    query,
    headers,
    body: await readText(request),
  });
  response.writeHead(status, { "Cache-Control": "no-store", ...own }).end(body);
  return status;
}

function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split("?")[0] ?? url;
}

const largestBodyBytes = 1_048_576;

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestBodyBytes) throw new Error("The request is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("The server does not listen at a port"));
      else resolve(address.port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
