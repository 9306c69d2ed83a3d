import { connect, type Socket } from "node:net";
import type { ConnectionTaker } from "./tunnels.ts";

/** Opens connections straight to a host. */
export class DirectConnections {
  readonly #opening = new Set<Socket>();

  /** Connects to a host and port. The error is Node's own, such as ECONNREFUSED. */
  open(host: string, port: number, take: ConnectionTaker): void {
    const socket = connect({ host, port, noDelay: true });
    this.#opening.add(socket);
    socket.once("close", () => this.#opening.delete(socket));
    socket.once("error", take);
    socket.once("connect", () => {
      this.#opening.delete(socket);
      socket.off("error", take);
      take(null, socket);
    });
  }

  /** Closes the connections that are still being opened. */
  close(): void {
    for (const socket of this.#opening) socket.destroy();
  }
}
