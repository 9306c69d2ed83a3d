import { readFileSync } from "node:fs";
import * as tls from "node:tls";
import type { NetworkSettings } from "./network-settings.ts";

/**
 * TLS options: the trusted authorities and the client certificate. They are parsed once for all connections, because
 * Node's list has about 150 authorities. Raises Node's own error, with a code that begins with `ERR_OSSL`, for a client
 * certificate that cannot be used.
 */
export function trustOf({
  authorities,
  clientCertificate: client,
  skipsValidation,
}: NetworkSettings): tls.ConnectionOptions {
  const context = {
    ...(authorities === undefined ? {} : { ca: [...defaultAuthorities(), authorities] }),
    ...(client && { cert: client.certificate, key: client.key }),
    ...(client?.passphrase && { passphrase: client.passphrase.reveal() }),
  };
  return { secureContext: tls.createSecureContext(context), rejectUnauthorized: skipsValidation !== true };
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
