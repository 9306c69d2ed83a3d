import { type AddressInfo, connect, type Socket } from "node:net";
import { createServer, type Server, type TLSSocket, type TlsOptions } from "node:tls";

/** A TLS server in front of a plain server on this machine. */
export class TlsFront {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** The common name of the client certificate of each connection, or "" without one. */
  readonly clients: string[] = [];
  /** `localhost:port`. Also set after it is closed. */
  host = "";

  private constructor(options: TlsOptions, behind: URL) {
    this.#server = createServer(options, (socket) => this.#pass(socket, behind));
    this.#server.on("tlsClientError", () => {});
    this.#server.on("connection", (socket: Socket) => this.#keep(socket));
  }

  static async start(options: TlsOptions, behind: string): Promise<TlsFront> {
    const front = new TlsFront(options, new URL(behind));
    await new Promise<void>((resolve) => front.#server.listen(0, "127.0.0.1", resolve));
    front.host = `localhost:${(front.#server.address() as AddressInfo).port}`;
    return front;
  }

  get url(): string {
    return `https://${this.host}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(socket: TLSSocket, { hostname, port }: URL): void {
    this.clients.push(String(socket.getPeerCertificate().subject?.CN ?? ""));
    const onward = connect(Number(port), hostname);
    this.#keep(onward);
    this.#keep(socket);
    socket.pipe(onward).pipe(socket);
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#sockets.delete(socket));
  }
}
