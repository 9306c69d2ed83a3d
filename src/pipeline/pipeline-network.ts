import { Failure } from "../core/failure.ts";
import { harmless } from "../core/text.ts";
import type { AgentNetwork } from "./agent.ts";
import { environmentName } from "./agent-configuration.ts";

/**
 * Variables that decide how Node reaches a host or which certificates it trusts. They are valid in the environment of the
 * agent's machine. As variables of a pipeline they would give the credential to anyone who may edit the pipeline.
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

/** The agent's own spelling of its settings (Constants.cs). A name in another spelling comes from a pipeline. */
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

/** Fields of a service connection. Agents before July 2026 let a variable overwrite them (NodeHandler.cs). */
const endpointField = /^ENDPOINT_(URL|AUTH|DATA)_.*([0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}|SYSTEMVSSCONNECTION)/s;

/** Options that people set for all builds of a pipeline, and that change neither trust nor the code that runs. */
const harmlessOption =
  /^(--(max[-_]old[-_]space[-_]size|max[-_]semi[-_]space[-_]size|stack[-_]trace[-_]limit|dns-result-order|no-warnings|no-deprecation|trace-warnings|trace-deprecation|enable-source-maps|experimental-vm-modules|openssl-legacy-provider)(=[\w.-]+)?|\d+)$/;

/**
 * Raises EXA407 when variables of the pipeline would decide about the network, and names them. Call it before anything is
 * sent.
 */
export function refusePipelineNetwork(network: AgentNetwork): void {
  const names = pipelineNames(network);
  if (names.length > 0) throw ofPipeline(names);
  if (network.unconfirmedTrust.length > 0) throw notConfigured(network.unconfirmedTrust);
}

/** Secret variables reach a task under other names; only the agent's own settings are read from those. */
function pipelineNames({ jobVariables: { open, secret }, nodeOptions }: AgentNetwork): string[] {
  const isRefused = (name: string) => isMachineName(environmentName(name), nodeOptions) || isOtherSpelling(name);
  return [...open.filter(isRefused), ...secret.filter(isOtherSpelling)];
}

function isMachineName(name: string, nodeOptions: string): boolean {
  if (name === "NODE_OPTIONS")
    return nodeOptions.split(/\s+/).some((option) => option !== "" && !harmlessOption.test(option));
  return machineNames.has(name) || endpointField.test(name);
}

function isOtherSpelling(name: string): boolean {
  return agentEnvironmentNames.has(environmentName(name)) && !agentNames.includes(name);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${harmless(name)}"`).join(", ");
}

function ofPipeline(names: readonly string[]): Failure {
  return new Failure(
    "EXA407",
    `The pipeline sets ${quoted(names)} as a variable, which would decide how this step reaches the node or which certificates it trusts. Nothing was sent.`,
    "Remove it from the variables and variable groups of the pipeline. Configure a proxy or a certificate authority on the agent " +
      "instead: with --proxyurl or --sslcacert, or in the environment of its machine. " +
      'If another step needs the variable, set it under "env" of that step.',
  );
}

function notConfigured(names: readonly string[]): Failure {
  return new Failure(
    "EXA407",
    `The variable ${quoted(names)} does not match the agent's own configuration (the file .certificates in its folder). Nothing was sent.`,
    "Remove it from the pipeline, or configure the agent itself: --sslcacert, --sslclientcert or --sslskipcertvalidation. " +
      'In a container job the task cannot read that file: add "target: host" to the step.',
  );
}
