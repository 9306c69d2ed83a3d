import { type ClientRequest, request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import type { ProxySettings } from "./network-settings.ts";

/** Takes a tunnel, or the error that kept it from opening. */
export type TunnelTaker = (error: Error | null, tunnel?: Socket) => void;

/** Opens tunnels through a proxy, and closes those that are not open yet when nobody needs them any longer. */
export class Tunnels {
  readonly #proxy: ProxySettings;
  readonly #trust: ConnectionOptions;
  readonly #opening = new Set<ClientRequest>();

  /** `trust` is for a proxy that is talked to over TLS. */
  constructor(proxy: ProxySettings, trust: ConnectionOptions) {
    this.#proxy = proxy;
    this.#trust = trust;
  }

  /**
   * Asks the proxy for a tunnel to a host's port. The error that is taken has the code `PROXY_HTTP_407` when the proxy
   * answers with that status, and `PROXY_ECONNREFUSED` when it cannot be reached for that reason.
   */
  open(host: string, port: number, take: TunnelTaker): void {
    const asking = this.#ask(host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`);
    this.#opening.add(asking);
    asking.once("close", () => this.#opening.delete(asking));
    asking.on("error", (error) => take(proxyError(codeOf(error))));
    asking.once("connect", ({ statusCode = 0 }, tunnel, head) => {
      this.#opening.delete(asking);
      if (statusCode >= 200 && statusCode < 300) return take(null, withHead(tunnel, head));
      tunnel.destroy();
      take(proxyError(`HTTP_${statusCode}`));
    });
    asking.end();
  }

  close(): void {
    for (const asking of this.#opening) asking.destroy();
  }

  #ask(target: string): ClientRequest {
    const { url } = this.#proxy;
    const isSecure = url.protocol === "https:";
    const options: RequestOptions = {
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port || (isSecure ? 443 : 80),
      method: "CONNECT",
      path: target,
      headers: { host: target, ...this.#credentials() },
      agent: false,
    };
    return isSecure ? httpsRequest({ ...this.#trust, ...options }) : httpRequest(options);
  }

  #credentials(): Record<string, string> {
    const { credentials } = this.#proxy;
    if (credentials === undefined) return {};
    return { "Proxy-Authorization": `Basic ${Buffer.from(credentials.reveal()).toString("base64")}` };
  }
}

/** What a server says first may come together with the proxy's answer. */
function withHead(tunnel: Socket, head: Buffer): Socket {
  if (head.length > 0) tunnel.unshift(head);
  return tunnel;
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "UNKNOWN";
}

function proxyError(what: string): Error {
  return Object.assign(new Error("The proxy opened no tunnel."), { code: `PROXY_${what}` });
}
