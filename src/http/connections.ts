import type { RequestOptions } from "node:https";
import type { ConfiguredAgent } from "./configured-agent.ts";
import type { NetworkSettings } from "./network-settings.ts";

/**
 * Connections to one host, made as the network's settings ask for; a request handler in the sense of
 * typed-rest-client. What makes them is loaded with the first request that needs it: TLS alone takes milliseconds, and
 * most runs have nothing set.
 */
export class Connections {
  readonly #settings: NetworkSettings;
  #configured: ConfiguredAgent | undefined;

  constructor(settings: NetworkSettings) {
    this.#settings = settings;
  }

  /**
   * To be awaited before a request to this URL. Raises Node's own error, whose code begins with `ERR_OSSL`, for a
   * client certificate that cannot be used.
   */
  async ready({ protocol }: URL): Promise<void> {
    if (this.#configured !== undefined || !needsOwnAgent(this.#settings, protocol)) return;
    const { createConfiguredAgent } = await import("./configured-agent.ts");
    this.#configured ??= createConfiguredAgent(protocol, this.#settings);
  }

  /**
   * Puts the configured agent in the place of the library's, where there is one. Certificates are checked by what the
   * settings say alone: unless a request says so itself, NODE_TLS_REJECT_UNAUTHORIZED decides.
   */
  prepareRequest(options: RequestOptions): void {
    options.rejectUnauthorized = this.#settings.skipsValidation !== true;
    if (this.#configured !== undefined) options.agent = this.#configured.agent;
  }

  /** Signing in is not a matter of connections. */
  canHandleAuthentication(): boolean {
    return false;
  }

  /** Never called, since there is nothing to handle. */
  handleAuthentication(): Promise<never> {
    return Promise.reject(new Error("Connections do not sign in."));
  }

  /** Who issued the certificate that the host shows; undefined when that cannot be told, or not within 3 s. */
  async issuerAt(url: URL): Promise<string | undefined> {
    const { issuerAt } = await import("./configured-agent.ts");
    return issuerAt(url, this.#settings);
  }

  /** Closes connections, open or not yet open. */
  close(): void {
    this.#configured?.close();
  }
}

function needsOwnAgent(settings: NetworkSettings, protocol: string): boolean {
  const { proxy, authorities, clientCertificate, skipsValidation } = settings;
  if (proxy !== undefined) return true;
  return protocol === "https:" && [authorities, clientCertificate, skipsValidation].some((set) => set !== undefined);
}
