import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** A TCP server that gives a test full control of the bytes it sends. */
export class RawServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** The bytes received on all connections. */
  received = "";
  /** The number of connections so far. */
  connections = 0;
  /** The number of bytes that left this process or wait in the system's buffers. */
  get bytesSent(): number {
    return (
      this.#bytes + [...this.#sockets].reduce((sum, socket) => sum + socket.bytesWritten - socket.writableLength, 0)
    );
  }
  #bytes = 0;

  private constructor(respond: (socket: Socket) => void) {
    this.#server = createServer((socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on("data", (bytes) => {
        this.received += bytes.toString("latin1");
      });
      socket.on("error", () => socket.destroy());
      socket.on("close", () => this.#forget(socket));
      socket.once("data", () => respond(socket));
    });
  }

  static async start(respond: (socket: Socket) => void = () => {}): Promise<RawServer> {
    const server = new RawServer(respond);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  /** `127.0.0.1:port`. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}/`;
  }

  /** Waits until all connections are closed. */
  async untilDisconnected(): Promise<void> {
    while (this.#sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #forget(socket: Socket): void {
    this.#bytes += socket.bytesWritten;
    this.#sockets.delete(socket);
  }
}

/** Writes the same bytes up to `times` times, as fast as the client reads them. */
export function writeRepeatedly(socket: Socket, bytes: Buffer, times: number): void {
  let left = times;
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      left -= 1;
      if (!socket.write(bytes)) return void socket.once("drain", more);
    }
    socket.end();
  };
  more();
}
