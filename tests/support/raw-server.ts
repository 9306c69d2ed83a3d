import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** A server that speaks for itself, byte by byte, to whoever connects. */
export class RawServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** What all connections together said to it. */
  heard = "";
  /** How many connections were made. */
  connections = 0;
  /** How many bytes left this process, or wait in the system's buffers. */
  get bytesSent(): number {
    return (
      this.#bytes + [...this.#sockets].reduce((sum, socket) => sum + socket.bytesWritten - socket.writableLength, 0)
    );
  }
  #bytes = 0;

  private constructor(speak: (socket: Socket) => void) {
    this.#server = createServer((socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on("data", (bytes) => {
        this.heard += bytes.toString("latin1");
      });
      socket.on("error", () => socket.destroy());
      socket.on("close", () => this.#forget(socket));
      socket.once("data", () => speak(socket));
    });
  }

  static async start(speak: (socket: Socket) => void = () => {}): Promise<RawServer> {
    const server = new RawServer(speak);
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

  /** Waits until nobody is connected any longer. */
  async isLeftAlone(): Promise<void> {
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

/** Writes the same bytes again and again, as fast as they are taken, so many times at the most. */
export function pour(socket: Socket, bytes: Buffer, times: number): void {
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
