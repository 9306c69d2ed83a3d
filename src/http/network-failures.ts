import { Failure } from "../core/failure.ts";
import { harmless } from "../core/text.ts";
import { certificateFailure, isCertificateError } from "./certificate-failures.ts";
import type { NetworkSettings } from "./network-settings.ts";
import { isProxyError, proxyFailure } from "./proxy-failures.ts";

/** The network settings of a request, and what is known about the host's certificate. */
export interface RequestPath {
  readonly network?: NetworkSettings;
  /** Name of the authority that issued the host's certificate, as the host sent it. */
  readonly issuer?: string | undefined;
}

const unknownHost = /^(ENOTFOUND|EAI_AGAIN)$/;
const unknownIssuer = /^(UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;

/** The failure for an error that prevented an answer. A `Failure` is returned unchanged. */
export function networkFailure(
  error: unknown,
  url: URL,
  limitMilliseconds: number,
  { network = {}, issuer }: RequestPath = {},
): Failure {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  if (network.proxy !== undefined && isProxyError(code)) return proxyFailure(code, url, network.proxy);
  if (unknownHost.test(code)) return hostUnknown(url);
  if (isCertificateError(code)) return certificateFailure(code, url, network, issuer && harmless(issuer));
  if (code === "HPE_HEADER_OVERFLOW") return headersTooLarge(url);
  return isTimeout(error, code) ? timedOut(url, limitMilliseconds, network) : unreachable(url, code, network);
}

/** Whether the issuer of the host's certificate is unknown here, so that its name helps the reader. */
export function hasUnknownIssuer(error: unknown): boolean {
  return unknownIssuer.test(codeOf(error));
}

function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z0-9_]+$/.test(code) ? code : "no code";
}

/** The library's own timeout is an error without a code; only its message identifies it. */
function isTimeout(error: unknown, code: string): boolean {
  return code === "ETIMEDOUT" || (error instanceof Error && error.message.startsWith("Request timeout"));
}

function through({ proxy }: NetworkSettings): string {
  return proxy === undefined ? "" : `, reached through the proxy ${proxy.url.host},`;
}

function hostUnknown(url: URL): Failure {
  return new Failure(
    "EXA401",
    `This agent cannot resolve the host name ${url.hostname}.`,
    "Check the spelling of the URL, and that this agent can resolve internet host names. " +
      "If it needs a proxy for that, configure one with --proxyurl or HTTPS_PROXY.",
  );
}

function timedOut(url: URL, limitMilliseconds: number, network: NetworkSettings): Failure {
  return new Failure(
    "EXA404",
    `${url.host}${through(network)} did not send a complete answer within ${limitMilliseconds / 1000} s.`,
    "Check that the host is up and run the step again: it continues where it stopped.",
  );
}

function headersTooLarge(url: URL): Failure {
  return new Failure(
    "EXA405",
    `The headers of an answer from ${url.host} are larger than Node accepts, or endless.`,
    "Check that the URL leads to the right host.",
  );
}

function unreachable(url: URL, code: string, network: NetworkSettings): Failure {
  return new Failure(
    "EXA402",
    `${url.host}${through(network)} cannot be reached, or closed the connection early (${code}).`,
    "Check that the host is up and that this agent's network can reach it, then run the step again: it continues where it stopped.",
  );
}
