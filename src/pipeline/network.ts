import { Failure } from "../core/failure.ts";
import { jsonOrUndefined } from "../core/json.ts";
import type { SecretKeeper } from "../core/secret.ts";
import { harmless } from "../core/text.ts";
import { isLoopback } from "../exalate/address.ts";
import type { ClientCertificate, EnvironmentProxy, NetworkSettings, ProxySettings } from "../http/network-settings.ts";
import type { Agent, AgentNetwork, ReadFile } from "./agent.ts";
import { isExempt } from "./no-proxy.ts";
import { refusePipelineNetwork } from "./pipeline-network.ts";
import { decoded } from "./url-passwords.ts";

/**
 * The network settings for requests to a URL: from the agent's configuration, otherwise from the environment. Passwords are
 * registered as secret first. Raises EXA103 for an unusable proxy URL, and EXA407 when variables of the pipeline would
 * decide.
 */
export function networkFor({ network, secrets }: Pick<Agent, "network" | "secrets">, url: URL): NetworkSettings {
  const agent = network();
  refusePipelineNetwork(agent);
  const named = agent.proxyUrl === "" ? environmentProxy(agent, secrets, url) : agentProxy(agent, secrets, url);
  const proxy = isClearOnThisMachine(url) ? undefined : named;
  const authorities = agent.caFile?.text;
  const clientCertificate = clientCertificateOf(agent);
  return {
    ...(proxy && { proxy }),
    ...(authorities !== undefined && { authorities }),
    ...(clientCertificate && { clientCertificate }),
    ...(agent.skipsCertificateValidation && { skipsValidation: true }),
  };
}

/** A proxy could read the credentials, and its loopback address is that of another machine. */
function isClearOnThisMachine({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && isLoopback(hostname);
}

/** Warns once about settings of the agent that are dangerous or cannot be used. */
export function warnOfNetwork({ network, log }: Pick<Agent, "network" | "log">): void {
  const { caFile, clientCertificate, environment, proxyBypassList, skipsCertificateValidation } = network();
  if (skipsCertificateValidation) log.warning(skipWarning);
  else if (environment.get("NODE_TLS_REJECT_UNAUTHORIZED") === "0") log.warning(checkedWarning);
  if (environment.get("NODE_DEBUG")) log.warning(debugWarning);
  const files = [caFile, clientCertificate?.certificate, clientCertificate?.key];
  for (const file of files) if (file !== undefined && file.text === undefined) log.warning(unreadable(file));
  if (caFile?.text !== undefined && !pemCertificate.test(caFile.text)) log.warning(noCertificate(caFile));
  const broken = bypassPatterns(proxyBypassList).filter((pattern) => typeof pattern === "string");
  if (broken.length > 0) log.warning(brokenPatterns(broken));
}

const skipWarning =
  "This agent accepts any TLS certificate (it was configured with --sslskipcertvalidation). An attacker between the agent " +
  "and the node can read and change everything, including the credential and the invitation code. Configure the agent " +
  "with --sslcacert and the PEM file of the certificate authority instead.";

const checkedWarning =
  "NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment of this agent has no effect: the task checks certificates. " +
  "Configure the agent with --sslcacert and the PEM file of the certificate authority instead.";

const debugWarning =
  "NODE_DEBUG is set. Its output is suppressed here, because it can contain the credential and the session token.";

function unreadable({ setting, path }: ReadFile): string {
  return `The agent's file ${harmless(path)} (${setting}) cannot be read and is not used.`;
}

/** Node ignores a file without certificates silently. */
const pemCertificate = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/;

function noCertificate({ setting, path }: ReadFile): string {
  return `The agent's file ${harmless(path)} (${setting}) contains no certificate in PEM format and has no effect.`;
}

function brokenPatterns(patterns: readonly string[]): string {
  const quoted = patterns.map((pattern) => `"${harmless(pattern)}"`).join(", ");
  return `These entries of the agent's file .proxybypass are not regular expressions and are ignored: ${quoted}.`;
}

function agentProxy(agent: AgentNetwork, secrets: SecretKeeper, url: URL): ProxySettings | undefined {
  const { proxyUrl, proxyUsername, proxyPassword } = agent;
  const proxy = proxySettings(proxyUrl, "agent", secrets);
  if (isBypassed(agent.proxyBypassList, url)) return undefined;
  if (proxyUsername === "") return proxy;
  return { ...proxy, credentials: secrets.register(`${proxyUsername}:${proxyPassword?.reveal() ?? ""}`) };
}

/** The agent matches the URL without its path, the task library the whole URL. Either match counts. */
function isBypassed(list: string, url: URL): boolean {
  const patterns = bypassPatterns(list).filter((pattern) => pattern instanceof RegExp);
  return patterns.some((pattern) => pattern.test(url.origin) || pattern.test(url.href));
}

/** Each entry as a regular expression, or as text when it is not one. */
function bypassPatterns(list: string): (RegExp | string)[] {
  const entries = list === "" ? [] : jsonOrUndefined(list);
  if (!Array.isArray(entries)) return [list];
  return entries.map(String).map((entry) => {
    try {
      return new RegExp(entry, "i");
    } catch {
      return entry;
    }
  });
}

/** The lower-case name first, like curl and Node. */
function environmentProxy({ environment }: AgentNetwork, secrets: SecretKeeper, url: URL): ProxySettings | undefined {
  const variable: EnvironmentProxy = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const either = (name: string) => environment.get(name.toLowerCase()) || environment.get(name) || "";
  const value = either(variable);
  if (value === "") return undefined;
  const proxy = proxySettings(value, variable, secrets);
  return isExempt(either("NO_PROXY"), url) ? undefined : proxy;
}

function proxySettings(text: string, setBy: ProxySettings["setBy"], secrets: SecretKeeper): ProxySettings {
  const url = proxyUrl(text.trim());
  if (url === undefined) throw unusable(setBy);
  const { username, password } = url;
  if (password !== "") secrets.register(decoded(password));
  const credentials = username === "" ? undefined : secrets.register(`${decoded(username)}:${decoded(password)}`);
  return { url: new URL(`${url.protocol}//${url.host}`), setBy, ...(credentials && { credentials }) };
}

/** Only a host and a port mean http, by convention. */
function proxyUrl(text: string): URL | undefined {
  try {
    const url = new URL(text.includes("://") ? text : `http://${text}`);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** The URL is not quoted, because it may contain a password. */
function unusable(setBy: ProxySettings["setBy"]): Failure {
  const where =
    setBy === "agent" ? "The proxy that the agent was configured with (--proxyurl)" : `The proxy in ${setBy}`;
  return new Failure("EXA103", `${where} is not a usable URL.`, "Write it in the form http://proxy.contoso.com:8080.");
}

function clientCertificateOf({ clientCertificate: own }: AgentNetwork): ClientCertificate | undefined {
  const certificate = own?.certificate.text;
  const key = own?.key.text;
  if (certificate === undefined || key === undefined) return undefined;
  return { certificate, key, ...(own?.passphrase && { passphrase: own.passphrase }) };
}
