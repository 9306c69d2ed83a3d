import { RequestError, Server } from "proxy-chain";

/** A request for a tunnel: the target `host:port` and the credentials. */
export interface TunnelRequest {
  readonly target: string;
  readonly username: string;
  readonly password: string;
}

/** The rules of a proxy. */
export interface ProxyRules {
  /** The only user allowed. The default is everybody. */
  readonly user?: { readonly name: string; readonly password: string };
  /** The status with which the proxy refuses every request. */
  readonly refusal?: number;
}

/** A real proxy that opens tunnels only to this machine. */
export class LoopbackProxy {
  readonly asked: TunnelRequest[] = [];
  readonly #server: Server;

  private constructor({ user, refusal }: ProxyRules) {
    this.#server = new Server({
      host: "127.0.0.1",
      port: 0,
      prepareRequestFunction: ({ hostname, port, username, password, isHttp }) => {
        this.asked.push({ target: `${hostname}:${port}`, username, password });
        if (isHttp || !/^(localhost|127\.0\.0\.1)$/.test(hostname))
          throw new RequestError("Only tunnels to this machine", 400);
        if (refusal !== undefined) throw new RequestError("No", refusal);
        const isAllowed = user === undefined || (user.name === username && user.password === password);
        return { requestAuthentication: !isAllowed };
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
