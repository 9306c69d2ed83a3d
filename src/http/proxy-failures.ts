import { Failure } from "../core/failure.ts";
import { isCertificateError } from "./certificate-failures.ts";
import type { ProxySettings } from "./network-settings.ts";

const ofProxy = /^PROXY_/;
const status = /^PROXY_HTTP_(\d+)$/;

/** Whether an error's code tells that a proxy opened no tunnel. */
export function isProxyError(code: string): boolean {
  return ofProxy.test(code);
}

/**
 * EXA406 when the proxy is to blame or has to be asked otherwise; EXA402, which may pass, when the way beyond it is
 * broken. Nothing reached the node either way. The proxy's own words are not quoted: they may hold the password.
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
    `The proxy ${proxy.url.host} opens no way to ${host}: it ${what} (HTTP 407).`,
    proxy.setBy === "agent"
      ? "Configure the agent with --proxyusername and --proxypassword; of the ways to sign in at a proxy, tasks know Basic."
      : `Put both into ${proxy.setBy}, URL-escaped: http://user:password@host:port. Of the ways to sign in at a proxy, tasks know Basic.`,
  );
}

function refused({ host, port }: URL, proxy: ProxySettings, answered: string): Failure {
  return new Failure(
    "EXA406",
    `The proxy ${proxy.url.host} refuses to open a way to ${host} (HTTP ${answered}).`,
    `Ask its admin to allow CONNECT to ${port === "" ? `${host}:443` : host}, or exempt the node from it ${byExemption(proxy)}.`,
  );
}

function byExemption({ setBy }: ProxySettings): string {
  return setBy === "agent" ? "in the file .proxybypass of the agent's folder" : "by NO_PROXY";
}

function notReachedByProxy({ host }: URL, proxy: ProxySettings, answered: string): Failure {
  return new Failure(
    "EXA402",
    `The proxy ${proxy.url.host} cannot reach ${host} (HTTP ${answered}).`,
    `Check the spelling of the URL, that the node is up, and that the proxy may reach it; a node that is reached without the proxy is to be exempted ${byExemption(proxy)}.`,
  );
}

function brokenOff({ host }: URL, proxy: ProxySettings, reason: string): Failure {
  return new Failure(
    "EXA402",
    `The proxy ${proxy.url.host} broke the connection off when it was asked for ${host} (${reason}).`,
    `Check that the node is up and that the proxy may reach it, and that ${proxyName(proxy)} leads to a proxy for HTTP; then run the step again.`,
  );
}

function unreachable(proxy: ProxySettings, reason: string): Failure {
  const trust = isCertificateError(reason) ? " Its certificate must be trusted by this agent, as by --sslcacert." : "";
  return new Failure(
    "EXA406",
    `The proxy ${proxy.url.host} cannot be reached, or is none (${reason}).`,
    `Check ${proxyName(proxy)}, and that the proxy is up.${trust}`,
  );
}

function proxyName({ setBy }: ProxySettings): string {
  return setBy === "agent" ? "the --proxyurl that the agent was configured with" : setBy;
}
