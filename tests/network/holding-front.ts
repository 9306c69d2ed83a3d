import { request } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Certificate } from "../../tools/certificate-authority.ts";

/** How long an answer is held at most, in milliseconds. */
const longestHold = 5_000;

/** An https server in front of a node that holds the answer to a sign-in until enough connections are open. */
export class HoldingFront {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #behind: URL;
  readonly #awaited: number;
  /** `METHOD path` of each request, without its query. */
  readonly requests: string[] = [];
  /** How many TLS connections were opened. */
  connections = 0;
  /** Whether it answered a sign-in because the time was over. */
  gaveUp = false;
  /** How many requests were under way at the same time, at most. */
  mostAtOnce = 0;
  #underWay = 0;

  private constructor({ cert, key }: Certificate, behind: string, awaited: number) {
    this.#behind = new URL(behind);
    this.#awaited = awaited;
    this.#server = createServer({ cert, key }, (incoming, outgoing) => {
      const { method = "", url: path = "", headers } = incoming;
      this.requests.push(`${method} ${path.replace(/^\/rest\/issuehub\/4\.0|\?.*/g, "")}`);
      this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#underWay);
      outgoing.once("close", () => (this.#underWay -= 1));
      const target = { host: this.#behind.hostname, port: this.#behind.port, method, path, headers };
      const passed = request(target, async (answer) => {
        if (path.endsWith("/authenticate")) await this.#hold();
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(passed);
    });
    // On a busy machine, a connection that is idle for some seconds would be closed and opened again.
    this.#server.keepAliveTimeout = 60_000;
    this.#server.on("secureConnection", (socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** Starts a server that waits for this many connections before it answers a sign-in, for up to 5 s. */
  static async start(certificate: Certificate, behind: string, awaited: number): Promise<HoldingFront> {
    const front = new HoldingFront(certificate, behind, awaited);
    await new Promise<void>((resolve) => front.#server.listen(0, "127.0.0.1", resolve));
    return front;
  }

  get url(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #hold(): Promise<void> {
    const until = Date.now() + longestHold;
    while (this.connections < this.#awaited && Date.now() < until) await new Promise((go) => setTimeout(go, 5));
    this.gaveUp ||= this.connections < this.#awaited;
  }
}
