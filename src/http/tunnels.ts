import { type ClientRequest, request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { serverNameOf } from "./certificate-issuer.ts";
import type { ProxySettings } from "./network-settings.ts";

/** Receives a connection to a host, or the error that prevented it. */
export type ConnectionTaker = (error: Error | null, connection?: Socket) => void;

/** Opens tunnels through a proxy. */
export class Tunnels {
  readonly #proxy: ProxySettings;
  readonly #trust: () => ConnectionOptions;
  readonly #opening = new Set<ClientRequest>();

  /** `trust` returns the TLS options for an https proxy. */
  constructor(proxy: ProxySettings, trust: () => ConnectionOptions) {
    this.#proxy = proxy;
    this.#trust = trust;
  }

  /**
   * Asks the proxy for a tunnel to a host and port. The error has a code such as `PROXY_HTTP_407` when the proxy
   * answers with that status, or `PROXY_ECONNREFUSED` when the proxy cannot be reached for that reason.
   */
  open(host: string, port: number, take: ConnectionTaker): void {
    const request = this.#connect(
      host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`,
    );
    this.#opening.add(request);
    request.once("close", () => this.#opening.delete(request));
    request.on("error", (error) => take(proxyError(codeOf(error))));
    request.once("connect", ({ statusCode = 0 }, tunnel, head) => {
      this.#opening.delete(request);
      if (statusCode >= 200 && statusCode < 300) return take(null, withHead(tunnel, head));
      tunnel.destroy();
      take(proxyError(`HTTP_${statusCode}`));
    });
    request.end();
  }

  /** Closes the tunnels that are still being opened. */
  close(): void {
    for (const request of this.#opening) request.destroy();
  }

  #connect(target: string): ClientRequest {
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
    // Node would take the proxy's name from the header, which is that of the host behind it.
    const servername = serverNameOf(url.hostname);
    return isSecure ? httpsRequest({ ...this.#trust(), servername, ...options }) : httpRequest(options);
  }

  #credentials(): Record<string, string> {
    const { credentials } = this.#proxy;
    if (credentials === undefined) return {};
    return { "Proxy-Authorization": `Basic ${Buffer.from(credentials.reveal()).toString("base64")}` };
  }
}

/** The first bytes from the server can arrive together with the proxy's answer. */
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
