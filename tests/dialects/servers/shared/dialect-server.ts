import type { RecordedCall } from "./loopback.ts";
import type { Side } from "./projects.ts";

/** How a server is started. */
export interface DialectOptions {
  /** Which of the two sides of a pair it is. The projects and the ids of the sides differ. */
  readonly side: Side;
  /** Names of connections that are active from the beginning. None by default. */
  readonly existing?: readonly string[];
  /** How long work takes that the server does after its answer, in milliseconds. One second by default. */
  readonly delayMilliseconds?: number;
}

/** A running server with an API of its own. */
export interface DialectServer {
  /** The URL it listens on, without a trailing slash. */
  readonly url: string;
  /** All requests so far, oldest first. */
  readonly calls: readonly RecordedCall[];
  /** The connections with their status in Exalate's own words. */
  connections(): KnownConnection[];
  /** The changing calls so far that belong to none of the tasks' operations, for example a delete of a whole list. */
  wrongCalls(): RecordedCall[];
  /** The sessions and invitation codes that the server has given out. */
  secrets(): string[];
  /** Stops at once and closes the connections of open requests. */
  close(): Promise<void>;
}

/** A connection of a server. */
export interface KnownConnection {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}
