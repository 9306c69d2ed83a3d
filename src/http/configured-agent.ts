import { type ClientRequestArgs, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import * as tls from "node:tls";
import { issuerShownBy } from "./certificate-issuer.ts";
import type { NetworkSettings } from "./network-settings.ts";
import { trustOf } from "./trust.ts";
import { Tunnels, type TunnelTaker } from "./tunnels.ts";

/** An agent that opens connections according to the network settings. */
export interface ConfiguredAgent {
  readonly agent: HttpAgent;
  /** Closes every connection, also those that are still being opened, so that the process can end. */
  close(): void;
}

/**
 * An agent for one protocol, `http:` or `https:`. Raises Node's own error, with a code that begins with `ERR_OSSL`,
 * when the client certificate, its key and its passphrase do not match.
 */
export function createConfiguredAgent(protocol: string, settings: NetworkSettings): ConfiguredAgent {
  const isSecure = protocol === "https:";
  const trust = isSecure || settings.proxy?.url.protocol === "https:" ? trustOf(settings) : {};
  const agent = isSecure ? new HttpsAgent({ keepAlive: true, ...trust }) : new HttpAgent({ keepAlive: true });
  if (settings.proxy === undefined) return { agent, close: () => agent.destroy() };
  const tunnels = new Tunnels(settings.proxy, trust);
  agent.createConnection = (options, connected) => {
    const take = isSecure ? securing(options, connected) : passing(connected);
    const { host, port } = hostOf(options);
    tunnels.open(host, port, take);
    return undefined;
  };
  const close = () => {
    tunnels.close();
    agent.destroy();
  };
  return { agent, close };
}

function hostOf({ host, port }: ClientRequestArgs): { host: string; port: number } {
  return { host: host ?? "", port: Number(port) };
}

type Connected = ((error: Error | null, connection: Duplex) => void) | undefined;

function passing(connected: Connected): TunnelTaker {
  return (error, tunnel) => (tunnel ? connected?.(null, tunnel) : failed(connected, error));
}

/** Starts TLS with the host itself, inside the tunnel. */
function securing(options: ClientRequestArgs, connected: Connected): TunnelTaker {
  return (error, tunnel) => {
    if (tunnel === undefined) return failed(connected, error);
    const { host, port } = hostOf(options);
    connected?.(null, tls.connect({ ...options, host, port, socket: tunnel, path: undefined }));
  };
}

/** Passes only the error, as Node itself does; Node's types do not allow that. */
function failed(connected: Connected, error: Error | null): void {
  (connected as ((error: Error | null) => void) | undefined)?.(error);
}

/**
 * The name of the topmost authority in the certificate chain of a host; undefined when it cannot be read. Sends only
 * the TLS handshake.
 */
export async function issuerAt(url: URL, settings: NetworkSettings): Promise<string | undefined> {
  const { clientCertificate: _, ...anonymous } = settings;
  const { agent, close } = createConfiguredAgent(url.protocol, anonymous);
  try {
    return await issuerShownBy(agent, url);
  } finally {
    close();
  }
}
