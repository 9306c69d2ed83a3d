import { connect, createServer, type Server, type Socket } from "node:net";
import { DelayLine } from "./delay-line.ts";

/**
 * A TCP relay that makes a server on this machine seem far away. Each direction is delayed by half the round trip time.
 * The handshake of TCP takes no time on this machine, so the first bytes of a connection wait one round trip longer.
 * Bytes keep their order; the end of one direction and a reset are passed on like bytes.
 */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #roundTrip: number;
  readonly #targetPort: () => number;
  #connections = 0;

  private constructor(targetPort: () => number, roundTrip: number) {
    this.#targetPort = targetPort;
    this.#roundTrip = roundTrip;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
  }

  /**
   * Starts a relay on any free port of 127.0.0.1. `targetPort` is asked for each connection; `roundTrip` is in
   * milliseconds. @throws Error when it cannot listen
   */
  static async start(targetPort: () => number, roundTrip: number): Promise<Relay> {
    const relay = new Relay(targetPort, roundTrip);
    await new Promise<void>((resolve, reject) => {
      relay.#server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return relay;
  }

  /** The port that it listens on. @throws Error when it is closed */
  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The relay does not listen.");
    return address.port;
  }

  /** How many connections were opened to it so far. */
  get connections(): number {
    return this.#connections;
  }

  /** Stops at once, and breaks all connections. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(client: Socket): void {
    this.#connections++;
    const target = connect({ port: this.#targetPort(), host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    const openAt = performance.now() + this.#roundTrip;
    this.#pass(client, target, openAt);
    this.#pass(target, client, openAt);
  }

  #pass(from: Socket, to: Socket, openAt: number): void {
    const line = new DelayLine();
    const later = (deliver: () => void) => {
      line.put(Math.max(performance.now(), openAt) + this.#roundTrip / 2, deliver);
    };
    this.#sockets.add(from);
    from.on("data", (bytes: Buffer) => later(() => to.write(bytes)));
    from.on("end", () => later(() => to.end()));
    from.on("error", () => later(() => to.resetAndDestroy()));
    from.on("close", () => this.#sockets.delete(from));
    to.on("close", () => line.clear());
  }
}
