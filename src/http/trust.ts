import { readFileSync } from "node:fs";
import * as tls from "node:tls";
import type { NetworkSettings } from "./network-settings.ts";

/**
 * Whom to trust and how to show oneself over TLS. It is parsed once for all connections, since Node's list has some 150
 * authorities. Raises Node's own error, whose code begins with `ERR_OSSL`, for a client certificate that cannot be used.
 */
export function trustOf({
  authorities,
  clientCertificate: own,
  skipsValidation,
}: NetworkSettings): tls.ConnectionOptions {
  const context = {
    ...(authorities === undefined ? {} : { ca: [...usualAuthorities(), authorities] }),
    ...(own && { cert: own.certificate, key: own.key }),
    ...(own?.passphrase && { passphrase: own.passphrase.reveal() }),
  };
  return { secureContext: tls.createSecureContext(context), rejectUnauthorized: skipsValidation !== true };
}

/**
 * The authorities that Node trusts when it is told nothing, those of NODE_EXTRA_CA_CERTS among them: a list of one's
 * own takes the place of them all. Since Node 22.15 it can be asked for them.
 */
function usualAuthorities(): readonly string[] {
  if ("getCACertificates" in tls && typeof tls.getCACertificates === "function") {
    return tls.getCACertificates("default");
  }
  return [...tls.rootCertificates, ...extraAuthorities(process.env.NODE_EXTRA_CA_CERTS ?? "")];
}

/** Node itself goes on without a file that it cannot read, and has said so by then. */
function extraAuthorities(file: string): string[] {
  try {
    return file === "" ? [] : [readFileSync(file, "utf8")];
  } catch {
    return [];
  }
}
