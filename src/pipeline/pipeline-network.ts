import { Failure } from "../core/failure.ts";
import { harmless } from "../core/text.ts";
import type { AgentNetwork } from "./agent.ts";
import { environmentName } from "./environment-name.ts";

/**
 * Variables that decide how Node reaches a host, or whom it trusts there. They count where the agent's machine sets
 * them. Among the variables of a pipeline they would give the credential to whoever may edit that.
 */
const machineNames: ReadonlySet<string> = new Set([
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "ALL_PROXY",
  "NO_PROXY",
  "NODE_USE_ENV_PROXY",
  "NODE_EXTRA_CA_CERTS",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "NODE_USE_SYSTEM_CA",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "OPENSSL_CONF",
  "OPENSSL_MODULES",
  "OPENSSL_ENGINES",
  "SECRET_AGENT_PROXYPASSWORD",
  "SECRET_AGENT_CLIENTCERTPASSWORD",
]);

/** As the agent spells its own settings (Constants.cs); a name in another spelling is a pipeline's. */
const agentNames: readonly string[] = [
  "agent.proxyurl",
  "agent.proxyusername",
  "agent.proxypassword",
  "agent.proxybypasslist",
  "agent.cainfo",
  "agent.clientcert",
  "agent.clientcertkey",
  "agent.clientcertarchive",
  "agent.clientcertpassword",
  "agent.skipcertvalidation",
];
const agentEnvironmentNames: ReadonlySet<string> = new Set(agentNames.map(environmentName));

/** A service connection's fields, which an agent before July 2026 lets a variable overwrite (NodeHandler.cs). */
const endpointField = /^ENDPOINT_(URL|AUTH|DATA)_.*([0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}|SYSTEMVSSCONNECTION)/s;

/** What people set for all of a pipeline's builds, and what changes neither trust nor what runs. */
const harmlessOption =
  /^(--(max[-_]old[-_]space[-_]size|max[-_]semi[-_]space[-_]size|stack[-_]trace[-_]limit|dns-result-order|no-warnings|no-deprecation|trace-warnings|trace-deprecation|enable-source-maps|experimental-vm-modules|openssl-legacy-provider)(=[\w.-]+)?|\d+)$/;

/**
 * Refuses what a pipeline's own variables say of the network: raises EXA407, which names them. To be called before
 * anything is sent.
 */
export function refusePipelineNetwork(network: AgentNetwork): void {
  const names = pipelineNames(network);
  if (names.length > 0) throw ofPipeline(names);
  if (network.unconfirmedTrust.length > 0) throw notConfigured(network.unconfirmedTrust);
}

/** Secret variables reach a task under other names, of which only the agent's own settings are read. */
function pipelineNames({ jobVariables: { open, secret }, nodeOptions }: AgentNetwork): string[] {
  const isRefused = (name: string) => isMachineName(environmentName(name), nodeOptions) || isForeignSpelling(name);
  return [...open.filter(isRefused), ...secret.filter(isForeignSpelling)];
}

function isMachineName(name: string, nodeOptions: string): boolean {
  if (name === "NODE_OPTIONS")
    return nodeOptions.split(/\s+/).some((option) => option !== "" && !harmlessOption.test(option));
  return machineNames.has(name) || endpointField.test(name);
}

function isForeignSpelling(name: string): boolean {
  return agentEnvironmentNames.has(environmentName(name)) && !agentNames.includes(name);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${harmless(name)}"`).join(", ");
}

function ofPipeline(names: readonly string[]): Failure {
  return new Failure(
    "EXA407",
    `The pipeline sets ${quoted(names)} as a variable, which would decide how this step reaches the node or whom it trusts there. Nothing was sent.`,
    "Remove it from the pipeline's variables and variable groups. A proxy or a certificate authority belongs to the agent: " +
      "configure it with --proxyurl or --sslcacert, or set the variable in the environment of its machine. " +
      'What another step needs belongs under "env" of that step.',
  );
}

function notConfigured(names: readonly string[]): Failure {
  return new Failure(
    "EXA407",
    `The variable ${quoted(names)} says what the agent's own configuration (the file .certificates in its folder) does not say. Nothing was sent.`,
    "Remove it from the pipeline, or configure the agent itself: --sslcacert, --sslclientcert or --sslskipcertvalidation. " +
      'In a container job that file cannot be seen: add "target: host" to the step.',
  );
}
