import { RequestError, Server } from "proxy-chain";

/** What a proxy was asked for: `host:port`, and by whom. */
export interface AskedTunnel {
  readonly target: string;
  readonly username: string;
  readonly password: string;
}

/** How a proxy treats those who ask. */
export interface ProxyRules {
  /** Who may pass; everybody unless given. */
  readonly user?: { readonly name: string; readonly password: string };
  /** Refuses everybody with this status. */
  readonly refusal?: number;
}

/** A real proxy that opens tunnels, to this machine alone. */
export class LoopbackProxy {
  readonly asked: AskedTunnel[] = [];
  readonly #server: Server;

  private constructor({ user, refusal }: ProxyRules) {
    this.#server = new Server({
      host: "127.0.0.1",
      port: 0,
      prepareRequestFunction: ({ hostname, port, username, password, isHttp }) => {
        this.asked.push({ target: `${hostname}:${port}`, username, password });
        if (isHttp || !/^(localhost|127\.0\.0\.1)$/.test(hostname)) throw new RequestError("Only tunnels home", 400);
        if (refusal !== undefined) throw new RequestError("No", refusal);
        const isLetIn = user === undefined || (user.name === username && user.password === password);
        return { requestAuthentication: !isLetIn };
      },
    });
  }

  static async start(rules: ProxyRules = {}): Promise<LoopbackProxy> {
    const proxy = new LoopbackProxy(rules);
    await proxy.#server.listen();
    return proxy;
  }

  /** `127.0.0.1:port`. */
  get host(): string {
    return `127.0.0.1:${this.#server.port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  async close(): Promise<void> {
    await this.#server.close(true);
  }
}
