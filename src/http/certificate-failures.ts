import { Failure } from "../core/failure.ts";
import type { NetworkSettings } from "./network-settings.ts";

const untrusted = /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_|EPROTO)/;

/** Whether an error code is about TLS: the host's certificate, the client certificate, or a host without TLS. */
export function isCertificateError(code: string): boolean {
  return untrusted.test(code);
}

/** EXA403, with the remedy for this error code. `issuer` must be safe to quote. */
export function certificateFailure(
  code: string,
  { host }: URL,
  { authorities }: NetworkSettings,
  issuer: string | undefined,
): Failure {
  if (code.startsWith("ERR_OSSL_")) return unusableClientCertificate(host, code);
  if (/ALERT_CERTIFICATE_REQUIRED|ALERT_HANDSHAKE_FAILURE/.test(code)) return asksForCertificate(host, code);
  if (/^(EPROTO|ERR_SSL_)/.test(code)) return noTls(host, code);
  const issued = issuer ? `. It was issued by "${issuer}"` : "";
  const known = authorities === undefined ? "" : ", although its own CA file is in use";
  const happened = `The TLS certificate of ${host} is not trusted by this agent${known} (${code})${issued}.`;
  return new Failure("EXA403", happened, remedyOf(code));
}

function remedyOf(code: string): string {
  if (code === "CERT_HAS_EXPIRED")
    return "The host's admin must renew it. Also check the clock of this agent's machine.";
  if (code === "CERT_NOT_YET_VALID") return "Check the clock of this agent's machine.";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "Use the host name from the certificate in the URL.";
  return (
    "If it comes from a private certificate authority, or from a proxy that inspects TLS, give this agent the authority's " +
    "PEM file: configure the agent with --sslcacert, or set NODE_EXTRA_CA_CERTS in its environment. Otherwise check that " +
    "the URL leads to the right host."
  );
}

function noTls(host: string, code: string): Failure {
  return new Failure(
    "EXA403",
    `${host} and this agent cannot agree on a TLS connection (${code}).`,
    "Check the host and port in the URL. The server may not use TLS, or only an old version of it.",
  );
}

function asksForCertificate(host: string, code: string): Failure {
  return new Failure(
    "EXA403",
    `${host} requires a client certificate that it accepts (${code}).`,
    "Configure the agent with --sslclientcert, --sslclientcertkey and --sslclientcertarchive.",
  );
}

function unusableClientCertificate(host: string, code: string): Failure {
  return new Failure(
    "EXA403",
    `The agent's client certificate cannot be used, so nothing was sent to ${host} (${code}).`,
    "Check the PEM files that the agent was configured with (--sslclientcert and --sslclientcertkey), and the password " +
      "(--sslclientcertpassword).",
  );
}
