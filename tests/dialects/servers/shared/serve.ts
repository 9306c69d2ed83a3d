import { consolePage } from "../../../../tools/exalate-node/console/console-page.ts";
import type { Connections } from "./connections.ts";
import type { DialectServer } from "./dialect-server.ts";
import { type Answer, listenOnLoopback, type Received } from "./loopback.ts";
import { wrongCallsIn } from "./wrong-calls.ts";

/** What each server has of its own. */
export interface Dialect {
  readonly connections: Connections;
  /** The sessions and other secrets given out so far. */
  readonly sessions: readonly string[];
  /** Answers every request but that for the console. */
  answer(request: Received): Answer | Promise<Answer>;
}

/** The files and calls of a server. */
export interface Served {
  /** Absolute path of the module that calls the API for the console. */
  readonly consoleApi: string;
  /** The changing calls, as "METHOD /path", that the tasks may make. */
  readonly intended: readonly RegExp[];
  /** Makes the server when its URL is known. */
  readonly dialect: (url: string) => Dialect;
}

/** Starts a server, with its console at its root. */
export async function serve({ consoleApi, intended, dialect }: Served): Promise<DialectServer> {
  const loopback = await listenOnLoopback((request) =>
    request.method === "GET" && request.path === "/" ? consoleAnswer(consoleApi) : own.answer(request),
  );
  const own = dialect(loopback.url);
  return {
    url: loopback.url,
    calls: loopback.calls,
    connections: () => own.connections.known(),
    wrongCalls: () => wrongCallsIn(loopback.calls, intended),
    secrets: () => [...own.sessions, ...own.connections.codes],
    close: loopback.close,
  };
}

async function consoleAnswer(apiFile: string): Promise<Answer> {
  return { status: 200, headers: { "Content-Type": "text/html; charset=utf-8" }, body: await consolePage(apiFile) };
}
