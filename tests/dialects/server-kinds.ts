import type { ConsoleApi } from "../../tools/exalate-node/console/console-api.ts";
import { embeddedServers } from "./embedded-servers.ts";
import { serverKinds } from "./servers/all.ts";
import type { DialectOptions, DialectServer } from "./servers/shared/dialect-server.ts";

/** A server that the tasks can use with the right overrides. */
interface AnyServerKind {
  readonly start: (options: DialectOptions) => Promise<DialectServer>;
  readonly signInWith: ConsoleApi["signInWith"];
}

/** The embedded node with its usual API and in each dialect, and every server with an API of its own, by their names. */
export const anyServerKinds: Readonly<Record<string, AnyServerKind>> = {
  ...mapped(embeddedServers, (start) => ({ start, signInWith: "token" })),
  ...mapped(serverKinds, ({ start, console }) => ({ start, signInWith: console.signInWith })),
};

function mapped<From>(
  kinds: Readonly<Record<string, From>>,
  to: (kind: From) => AnyServerKind,
): Record<string, AnyServerKind> {
  return Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, to(kind)]));
}
