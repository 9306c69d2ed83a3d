import { Failure } from "../core/failure.ts";
import { harmless } from "../core/text.ts";
import { certificateFailure, isCertificateError } from "./certificate-failures.ts";
import type { NetworkSettings } from "./network-settings.ts";
import { isProxyError, proxyFailure } from "./proxy-failures.ts";

/** How a request was to get there, and what was found out since. */
export interface RequestPath {
  readonly network?: NetworkSettings;
  /** Name of the authority that issued the host's certificate, as the host tells it. */
  readonly issuer?: string | undefined;
}

const unknownHost = /^(ENOTFOUND|EAI_AGAIN)$/;
const unknownIssuer = /^(UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;

/** The failure behind an error that kept an answer from arriving. A `Failure` is passed on as it is. */
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
  return isTimeOut(error, code) ? timedOut(url, limitMilliseconds, network) : unreachable(url, code, network);
}

/** Whether the host's certificate comes from somebody whom nobody here knows, so that a name would help. */
export function isOfUnknownIssuer(error: unknown): boolean {
  return unknownIssuer.test(codeOf(error));
}

function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z0-9_]+$/.test(code) ? code : "no code";
}

/** The library raises its own time-out as an error without code, whose message begins so. */
function isTimeOut(error: unknown, code: string): boolean {
  return code === "ETIMEDOUT" || (error instanceof Error && error.message.startsWith("Request timeout"));
}

function through({ proxy }: NetworkSettings): string {
  return proxy === undefined ? "" : `, reached through the proxy ${proxy.url.host},`;
}

function hostUnknown(url: URL): Failure {
  return new Failure(
    "EXA401",
    `The host name ${url.hostname} is not known to this agent's name service.`,
    "Check the spelling of the URL, and that this agent can resolve names of the internet; " +
      "if it needs a proxy for that, configure one with --proxyurl or HTTPS_PROXY.",
  );
}

function timedOut(url: URL, limitMilliseconds: number, network: NetworkSettings): Failure {
  return new Failure(
    "EXA404",
    `${url.host}${through(network)} did not send a complete answer within ${limitMilliseconds / 1000} s.`,
    "Check that the host is up, and run the step again; it continues from what was already done.",
  );
}

function headersTooLarge(url: URL): Failure {
  return new Failure(
    "EXA405",
    `The headers of an answer from ${url.host} are endless, or larger than Node reads.`,
    "Check that the URL leads to the right host.",
  );
}

function unreachable(url: URL, code: string, network: NetworkSettings): Failure {
  return new Failure(
    "EXA402",
    `${url.host}${through(network)} cannot be reached, or closed the connection early (${code}).`,
    "Check that the host is up and that this agent's network can reach it, then run the step again; it continues from what was already done.",
  );
}
