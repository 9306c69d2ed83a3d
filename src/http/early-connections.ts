import type { Duplex } from "node:stream";

/** Receives an open connection, or the error that prevented it. */
export type EarlyTaker = (error: Error | null, connection?: Duplex) => void;

/** Connections that are opened before a request needs them, so that it does not wait for their handshakes. */
export class EarlyConnections {
  readonly #open: (take: EarlyTaker) => void;
  readonly #waiting: EarlyConnection[] = [];

  /** `open` opens one connection. */
  constructor(open: (take: EarlyTaker) => void) {
    this.#open = open;
  }

  /** Starts to open this many connections. */
  start(count: number): void {
    for (let index = 0; index < count; index += 1) this.#waiting.push(new EarlyConnection(this.#open));
  }

  /** Passes on the next connection as soon as it is open. Opens a new one when none is left that can be used. */
  take(take: EarlyTaker): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#open(take);
    else if (!next.pass(take)) this.take(take);
  }

  /** Closes the connections that nobody has taken. */
  close(): void {
    for (const each of this.#waiting.splice(0)) each.close();
  }
}

class EarlyConnection {
  #connection: Duplex | undefined;
  #take: EarlyTaker | undefined;
  #hasFailed = false;

  constructor(open: (take: EarlyTaker) => void) {
    open((error, connection) => {
      if (this.#take !== undefined) this.#take(error, connection);
      else if (connection === undefined) this.#hasFailed = true;
      else this.#keep(connection);
    });
  }

  /** Whether it could be passed on. One that has failed or was closed meanwhile cannot. */
  pass(take: EarlyTaker): boolean {
    const connection = this.#connection;
    if (this.#hasFailed || connection?.destroyed) return false;
    this.#take = take;
    connection?.off("error", ignore);
    if (connection !== undefined) take(null, connection);
    return true;
  }

  close(): void {
    this.#take = (_error, connection) => connection?.destroy();
    this.#connection?.destroy();
  }

  #keep(connection: Duplex): void {
    this.#connection = connection;
    // An error destroys the connection. The request that would have used it opens another, and reports its error.
    connection.on("error", ignore);
  }
}

function ignore(): void {}
