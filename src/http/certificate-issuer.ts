import type { Agent } from "node:http";
import type { Duplex } from "node:stream";
import { type DetailedPeerCertificate, TLSSocket } from "node:tls";

/** A diagnosis must not take longer than the failure itself; in milliseconds. */
const mostMilliseconds = 3_000;

/**
 * The name of the topmost authority in the certificate chain of an https host; undefined when it cannot be read. Closes
 * the connection. The caller must close the agent, which ends a connection that is still being opened.
 */
export function issuerShownBy(agent: Agent, url: URL): Promise<string | undefined> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const address = { host, port: url.port || "443", rejectUnauthorized: false };
  return new Promise((resolve) => {
    let connection: Duplex | undefined;
    let isOver = false;
    const end = (name: string | undefined) => {
      isOver = true;
      clearTimeout(timer);
      connection?.destroy();
      resolve(name);
    };
    const timer = setTimeout(() => end(undefined), mostMilliseconds);
    agent.createConnection(address, (_error, opened: Duplex | undefined) => {
      connection = opened;
      if (opened === undefined || isOver) return end(undefined);
      opened.once("error", () => end(undefined));
      opened.once("secureConnect", () => end(nameIn(opened)));
    });
  });
}

/** The name of a server for TLS (RFC 6066, 3); "" for an IP address, which cannot be one. */
export function serverNameOf(host: string): string {
  return /^[\d.]+$|:/.test(host) ? "" : host;
}

function nameIn(connection: Duplex): string | undefined {
  if (!(connection instanceof TLSSocket)) return undefined;
  const { CN, O } = topOf(connection.getPeerCertificate(true)).issuer ?? {};
  const name: unknown = CN ?? O;
  return name === undefined ? undefined : String(name);
}

/** The last certificate of the chain: the one that issued itself. */
function topOf(certificate: DetailedPeerCertificate): Partial<DetailedPeerCertificate> {
  const { issuerCertificate: issuer } = certificate;
  const isTop = issuer === undefined || issuer.fingerprint256 === certificate.fingerprint256;
  return isTop ? certificate : topOf(issuer);
}
