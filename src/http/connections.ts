import type { RequestOptions } from "node:https";
import type { ConfiguredAgent } from "./configured-agent.ts";
import type { NetworkSettings } from "./network-settings.ts";

/**
 * Connections to one host according to the network settings, as a request handler of typed-rest-client. The code that
 * opens them is loaded with the first request that needs it: loading TLS takes milliseconds, and a node on the same
 * machine may not use it.
 */
export class Connections {
  readonly #settings: NetworkSettings;
  #configured: ConfiguredAgent | undefined;

  constructor(settings: NetworkSettings) {
    this.#settings = settings;
  }

  /**
   * Prepares the connections; await it before a request to this URL. The first time it starts to open as many connections
   * as requests will be under way at the same time, so that only the first request waits for handshakes. Raises Node's own
   * error, with a code that begins with `ERR_OSSL`, for a client certificate that cannot be used.
   */
  async ready(url: URL, atTheSameTime = 1): Promise<void> {
    if (this.#configured !== undefined || !needsOwnAgent(this.#settings, url.protocol)) return;
    const { createConfiguredAgent } = await import("./configured-agent.ts");
    this.#configured ??= createConfiguredAgent(url, this.#settings, atTheSameTime);
  }

  /**
   * Replaces the library's agent by the configured one, if there is one. Only the settings decide whether certificates
   * are checked: a request that does not set this itself would follow NODE_TLS_REJECT_UNAUTHORIZED.
   */
  prepareRequest(options: RequestOptions): void {
    options.rejectUnauthorized = this.#settings.skipsValidation !== true;
    if (this.#configured !== undefined) options.agent = this.#configured.agent;
  }

  /** Connections do not sign in. */
  canHandleAuthentication(): boolean {
    return false;
  }

  /** Never called: `canHandleAuthentication` returns false. */
  handleAuthentication(): Promise<never> {
    return Promise.reject(new Error("Connections do not sign in."));
  }

  /** The name of the authority behind the host's certificate; undefined when it cannot be read within 3 s. */
  async issuerAt(url: URL): Promise<string | undefined> {
    const { issuerAt } = await import("./configured-agent.ts");
    return issuerAt(url, this.#settings);
  }

  /**
   * Closes the connections that were opened early and not used. Call it after a failed request: what made it fail can have
   * met them too.
   */
  dropEarly(): void {
    this.#configured?.dropEarly();
  }

  /** Closes all connections, also those that are still being opened. */
  close(): void {
    this.#configured?.close();
  }
}

function needsOwnAgent({ proxy }: NetworkSettings, protocol: string): boolean {
  return proxy !== undefined || protocol === "https:";
}
