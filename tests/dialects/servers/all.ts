import type { ConsoleApi } from "../../../tools/exalate-node/console/console-api.ts";
import { api as asynchronousConsole } from "./asynchronous/console-api.ts";
import { start as startAsynchronous } from "./asynchronous/server.ts";
import { api as keysConsole } from "./keys/console-api.ts";
import { start as startKeys } from "./keys/server.ts";
import { api as kubernetesConsole } from "./kubernetes/console-api.ts";
import { start as startKubernetes } from "./kubernetes/server.ts";
import { api as playConsole } from "./play/console-api.ts";
import { start as startPlay } from "./play/server.ts";
import { api as poorConsole } from "./poor/console-api.ts";
import { start as startPoor } from "./poor/server.ts";
import type { DialectOptions, DialectServer } from "./shared/dialect-server.ts";
import { api as springConsole } from "./spring/console-api.ts";
import { start as startSpring } from "./spring/server.ts";

/** A kind of server. */
export interface ServerKind {
  readonly start: (options: DialectOptions) => Promise<DialectServer>;
  /** What its console does, also outside of a browser. It keeps one session at a time. */
  readonly console: ConsoleApi;
  /** Where the server describes its API. */
  readonly description: string;
}

/** All kinds of servers with an API of their own, by their names. */
export const serverKinds: Readonly<Record<string, ServerKind>> = {
  spring: { start: startSpring, console: springConsole, description: "/v3/api-docs" },
  play: { start: startPlay, console: playConsole, description: "/assets/swagger.json" },
  asynchronous: { start: startAsynchronous, console: asynchronousConsole, description: "/openapi.json" },
  poor: { start: startPoor, console: poorConsole, description: "/api-docs" },
  keys: { start: startKeys, console: keysConsole, description: "/openapi.json" },
  kubernetes: { start: startKubernetes, console: kubernetesConsole, description: "/openapi/v2" },
};
