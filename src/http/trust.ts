import { readFileSync } from "node:fs";
import * as tls from "node:tls";
import type { NetworkSettings } from "./network-settings.ts";

/**
 * TLS options: the trusted authorities and the client certificate, in a form in which all connections share them. Raises
 * Node's own error, with a code that begins with `ERR_OSSL`, for a client certificate that cannot be used.
 */
export function trustOf({
  authorities,
  clientCertificate: client,
  skipsValidation,
}: NetworkSettings): tls.ConnectionOptions {
  const own = {
    ...(client && { cert: client.certificate, key: client.key }),
    ...(client?.passphrase && { passphrase: client.passphrase.reveal() }),
  };
  return { secureContext: contextOf(own, authorities), rejectUnauthorized: skipsValidation !== true };
}

/**
 * Adds the authorities with the method that Node itself uses for each entry of a `ca` list. It is not documented. Where it
 * does not exist, they are passed as a list, for which Node reads its own 150 authorities one by one (10 to 30 ms more).
 */
function contextOf(own: tls.SecureContextOptions, authorities: string | undefined): tls.SecureContext {
  const context = tls.createSecureContext(own);
  if (authorities === undefined) return context;
  const native: unknown = context.context;
  if (!canAdd(native)) return tls.createSecureContext({ ...own, ca: [...defaultAuthorities(), authorities] });
  native.addCACert(authorities);
  return context;
}

function canAdd(native: unknown): native is { addCACert(pem: string): void } {
  return typeof native === "object" && native !== null && "addCACert" in native;
}

/**
 * The authorities that Node trusts by default, including those in NODE_EXTRA_CA_CERTS. They must be passed to Node
 * together with `authorities`, because a `ca` list replaces all of them. Since Node 22.15 it has a function that
 * returns them.
 */
function defaultAuthorities(): readonly string[] {
  if ("getCACertificates" in tls && typeof tls.getCACertificates === "function") {
    return tls.getCACertificates("default");
  }
  return [...tls.rootCertificates, ...extraAuthorities(process.env.NODE_EXTRA_CA_CERTS ?? "")];
}

/** Ignores a file that it cannot read, as Node does. Node has already printed a warning. */
function extraAuthorities(file: string): string[] {
  try {
    return file === "" ? [] : [readFileSync(file, "utf8")];
  } catch {
    return [];
  }
}
