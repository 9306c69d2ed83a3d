import { Failure } from "../core/failure.ts";
import { isCertificateError } from "./certificate-failures.ts";
import type { ProxySettings } from "./network-settings.ts";

const ofProxy = /^PROXY_/;
const status = /^PROXY_HTTP_(\d+)$/;

/** Whether an error code says that a proxy did not open a tunnel. */
export function isProxyError(code: string): boolean {
  return ofProxy.test(code);
}

/**
 * EXA406 when the proxy refuses or cannot be reached; EXA402, which is transient, when the proxy cannot reach the host.
 * In both cases nothing reached the host. The proxy's own message is not quoted, because it can contain the password.
 */
export function proxyFailure(code: string, url: URL, proxy: ProxySettings): Failure {
  const [, answered] = status.exec(code) ?? [];
  if (answered === "407") return asksForPassword(url, proxy);
  if (answered?.startsWith("5")) return notReachedByProxy(url, proxy, answered);
  if (answered !== undefined) return refused(url, proxy, answered);
  const reason = code.replace(ofProxy, "");
  return reason === "ECONNRESET" || reason === "EPIPE" ? brokenOff(url, proxy, reason) : unreachable(proxy, reason);
}

function asksForPassword({ host }: URL, proxy: ProxySettings): Failure {
  const what =
    proxy.credentials === undefined
      ? "asks for a user name and password"
      : "does not accept the user name and password";
  return new Failure(
    "EXA406",
    `The proxy ${proxy.url.host} does not connect to ${host}: it ${what} (HTTP 407).`,
    proxy.setBy === "agent"
      ? "Configure the agent with --proxyusername and --proxypassword. The tasks support Basic authentication only."
      : `Add both, URL-encoded, to ${proxy.setBy}: http://user:password@host:port. The tasks support Basic authentication only.`,
  );
}

function refused({ host, port }: URL, proxy: ProxySettings, answered: string): Failure {
  return new Failure(
    "EXA406",
    `The proxy ${proxy.url.host} refuses to connect to ${host} (HTTP ${answered}).`,
    `Ask its admin to allow CONNECT to ${port === "" ? `${host}:443` : host}, or exempt the host from the proxy ${exemption(proxy)}.`,
  );
}

function exemption({ setBy }: ProxySettings): string {
  return setBy === "agent" ? "in the file .proxybypass of the agent's folder" : "by NO_PROXY";
}

function notReachedByProxy({ host }: URL, proxy: ProxySettings, answered: string): Failure {
  return new Failure(
    "EXA402",
    `The proxy ${proxy.url.host} cannot reach ${host} (HTTP ${answered}).`,
    `Check the spelling of the URL, that the host is up, and that the proxy can reach it. If no proxy is needed for the host, exempt it ${exemption(proxy)}.`,
  );
}

function brokenOff({ host }: URL, proxy: ProxySettings, reason: string): Failure {
  return new Failure(
    "EXA402",
    `The proxy ${proxy.url.host} closed the connection when asked for ${host} (${reason}).`,
    `Check that the host is up, that the proxy can reach it, and that ${proxyName(proxy)} is the address of an HTTP proxy; then run the step again.`,
  );
}

function unreachable(proxy: ProxySettings, reason: string): Failure {
  const trust = isCertificateError(reason) ? " This agent must trust its certificate: see --sslcacert." : "";
  return new Failure(
    "EXA406",
    `The proxy ${proxy.url.host} cannot be reached, or is not a proxy (${reason}).`,
    `Check ${proxyName(proxy)}, and that the proxy is up.${trust}`,
  );
}

function proxyName({ setBy }: ProxySettings): string {
  return setBy === "agent" ? "the agent's --proxyurl" : setBy;
}
