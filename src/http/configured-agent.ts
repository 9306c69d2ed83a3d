import { type ClientRequestArgs, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import * as tls from "node:tls";
import { issuerShownBy, serverNameOf } from "./certificate-issuer.ts";
import { DirectConnections } from "./direct-connections.ts";
import { EarlyConnections, type EarlyTaker } from "./early-connections.ts";
import type { NetworkSettings } from "./network-settings.ts";
import { trustOf } from "./trust.ts";
import { Tunnels } from "./tunnels.ts";

/** An agent that opens connections to one host according to the network settings. */
export interface ConfiguredAgent {
  readonly agent: HttpAgent;
  /** Closes the connections that were opened early and not used, so that the next request opens a new one. */
  dropEarly(): void;
  /** Closes every connection, also those that are still being opened, so that the process can end. */
  close(): void;
}

/**
 * An agent for the host of a URL, which starts to open `early` connections at once. Raises Node's own error, with a code
 * that begins with `ERR_OSSL`, when the client certificate, its key and its passphrase do not match.
 */
export function createConfiguredAgent(url: URL, settings: NetworkSettings, early: number): ConfiguredAgent {
  const isSecure = url.protocol === "https:";
  const trust = onlyOnce(() => trustOf(settings));
  const opener = settings.proxy === undefined ? new DirectConnections() : new Tunnels(settings.proxy, trust);
  const open = ({ host, port, rejectUnauthorized }: Target, take: EarlyTaker) =>
    opener.open(host, port, (error, connection) => {
      if (connection === undefined || !isSecure) return take(error, connection);
      take(null, secured(connection, host, { ...trust(), rejectUnauthorized }));
    });
  const target = targetOf(url, settings);
  const opened = new EarlyConnections((take) => open(target, take));
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  agent.createConnection = (options, connected) => {
    const wanted = targetIn(options, target);
    if (isSame(wanted, target)) opened.take(passedTo(connected));
    else open(wanted, passedTo(connected));
    return undefined;
  };
  const close = () => {
    opener.close();
    opened.close();
    agent.destroy();
  };
  try {
    opened.start(early);
    // Reading the certificates takes up to 30 ms, in which the first handshake is under way.
    if (isSecure) trust();
  } catch (error) {
    close();
    throw error;
  }
  return { agent, dropEarly: () => opened.close(), close };
}

/** Where a connection leads, and whether it is used only when the server's certificate is trusted. */
interface Target {
  readonly host: string;
  readonly port: number;
  readonly rejectUnauthorized: boolean;
}

function targetOf({ protocol, hostname, port }: URL, { skipsValidation }: NetworkSettings): Target {
  const host = hostname.replace(/^\[|\]$/g, "");
  return { host, port: Number(port || (protocol === "https:" ? 443 : 80)), rejectUnauthorized: !skipsValidation };
}

function targetIn({ host, port, ...options }: ClientRequestArgs, { rejectUnauthorized }: Target): Target {
  const isChecked = "rejectUnauthorized" in options ? options.rejectUnauthorized !== false : rejectUnauthorized;
  return { host: (host ?? "").replace(/^\[|\]$/g, ""), port: Number(port), rejectUnauthorized: isChecked };
}

function isSame(one: Target, other: Target): boolean {
  return one.host === other.host && one.port === other.port && one.rejectUnauthorized === other.rejectUnauthorized;
}

/** Starts TLS with the host itself, also inside a tunnel. */
function secured(socket: Duplex, host: string, trust: tls.ConnectionOptions): tls.TLSSocket {
  return tls.connect({ ...trust, host, servername: serverNameOf(host), ALPNProtocols: ["http/1.1"], socket });
}

type Connected = ((error: Error | null, connection: Duplex) => void) | undefined;

/** Passes an error alone, as Node itself does; Node's types do not allow that. */
function passedTo(connected: Connected): EarlyTaker {
  return (error, connection) => {
    if (connection === undefined) (connected as ((error: Error | null) => void) | undefined)?.(error);
    else connected?.(null, connection);
  };
}

function onlyOnce<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * The name of the topmost authority in the certificate chain of a host; undefined when it cannot be read. Sends only
 * the TLS handshake.
 */
export async function issuerAt(url: URL, settings: NetworkSettings): Promise<string | undefined> {
  const { clientCertificate: _, ...anonymous } = settings;
  const { agent, close } = createConfiguredAgent(url, anonymous, 0);
  try {
    return await issuerShownBy(agent, url);
  } finally {
    close();
  }
}
