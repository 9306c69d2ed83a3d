import { Failure } from "../core/failure.ts";

const unknownHost = /^(ENOTFOUND|EAI_AGAIN)$/;
const untrusted = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_|EPROTO)/;

/** The failure behind an error that kept an answer from arriving. A `Failure` is passed on as it is. */
export function networkFailure(error: unknown, url: URL, limitMilliseconds: number): Failure {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  if (unknownHost.test(code)) return hostUnknown(url);
  if (untrusted.test(code)) return certificate(url, code);
  return isTimeOut(error, code) ? timedOut(url, limitMilliseconds) : unreachable(url, code);
}

function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z0-9_]+$/.test(code) ? code : "no code";
}

/** The library raises its own time-out as an error without code, whose message begins so. */
function isTimeOut(error: unknown, code: string): boolean {
  return code === "ETIMEDOUT" || (error instanceof Error && error.message.startsWith("Request timeout"));
}

function hostUnknown(url: URL): Failure {
  return new Failure(
    "EXA401",
    `The host name ${url.hostname} is not known to this agent's name service.`,
    "Check the spelling of the service connection's URL, and that this agent may resolve names of the internet or needs a proxy for it.",
  );
}

function certificate(url: URL, code: string): Failure {
  return new Failure(
    "EXA403",
    `The TLS certificate of ${url.host} is not trusted by this agent (${code}).`,
    "If it is of a private certificate authority, set NODE_EXTRA_CA_CERTS to its PEM file in the agent's environment; " +
      "otherwise check that the URL leads to the node itself.",
  );
}

function timedOut(url: URL, limitMilliseconds: number): Failure {
  return new Failure(
    "EXA404",
    `${url.host} did not answer whole within ${limitMilliseconds / 1000} s.`,
    "Check that the node is up (its Exalate console opens) and run the step again; it picks up a connection that was already made.",
  );
}

function unreachable(url: URL, code: string): Failure {
  return new Failure(
    "EXA402",
    `${url.host} cannot be reached, or broke the connection off (${code}).`,
    "Check that the node is up and that this agent's network may reach it, then run the step again; it picks up a connection that was already made.",
  );
}
