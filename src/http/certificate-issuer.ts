import type { Agent } from "node:http";
import type { Duplex } from "node:stream";
import { type DetailedPeerCertificate, TLSSocket } from "node:tls";

/** A diagnosis must not cost more than the failure; in milliseconds. */
const longestLook = 3_000;

/**
 * The name of the topmost authority of the certificate that an https host shows; undefined when there is none to be
 * seen. The connection is closed after; one that is not made by then is the caller's to close, with the agent.
 */
export function issuerShownBy(agent: Agent, url: URL): Promise<string | undefined> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const servername = /^[\d.]+$|:/.test(host) ? "" : host;
  const address = { host, port: url.port || "443", servername, rejectUnauthorized: false };
  return new Promise((resolve) => {
    const look = (connection: Duplex | null | undefined) => connection && lookAt(connection, resolve);
    setTimeout(() => resolve(undefined), longestLook).unref();
    look(agent.createConnection(address, (_error, connection) => look(connection) ?? resolve(undefined)));
  });
}

function lookAt(connection: Duplex, tell: (name: string | undefined) => void): true {
  const end = (name: string | undefined) => {
    connection.destroy();
    tell(name);
  };
  const timer = setTimeout(() => end(undefined), longestLook);
  connection.once("close", () => clearTimeout(timer));
  connection.once("error", () => end(undefined));
  connection.once("secureConnect", () => end(nameIn(connection)));
  return true;
}

function nameIn(connection: Duplex): string | undefined {
  if (!(connection instanceof TLSSocket)) return undefined;
  const { CN, O } = topOf(connection.getPeerCertificate(true)).issuer ?? {};
  const name: unknown = CN ?? O;
  return name === undefined ? undefined : String(name);
}

/** A certificate that issued itself is the end of the chain. */
function topOf(certificate: DetailedPeerCertificate): Partial<DetailedPeerCertificate> {
  const { issuerCertificate: issuer } = certificate;
  const isTop = issuer === undefined || issuer.fingerprint256 === certificate.fingerprint256;
  return isTop ? certificate : topOf(issuer);
}
