import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Variables } from "./variables.ts";

/** The configuration of the agent on the machine. */
export interface AgentSettings {
  readonly version?: string;
  readonly proxyUrl?: string;
  readonly proxyUsername?: string;
  readonly proxyPassword?: string;
  /** Regular expressions of URLs that bypass the proxy. */
  readonly proxyBypassList?: readonly string[];
  readonly useBasicAuthForProxy?: boolean;
  /** Path of a PEM file with certificate authorities. */
  readonly caInfo?: string;
  /** Paths; passed to tasks only when certificate, key and archive all exist. */
  readonly clientCert?: string;
  readonly clientCertKey?: string;
  readonly clientCertArchive?: string;
  readonly clientCertPassword?: string;
  readonly skipCertValidation?: boolean;
}

/**
 * Sets the proxy and certificate variables as the agent does when a job starts (ExecutionContext.InitializeJob). Their
 * names are spelled as in the agent's Constants.cs.
 */
export function setNetworkVariables(variables: Variables, settings: AgentSettings): void {
  setProxyVariables(variables, settings);
  if (settings.skipCertValidation === true) variables.set("agent.skipcertvalidation", "True");
  setIfGiven(variables, "agent.cainfo", settings.caInfo);
  setClientCertificate(variables, settings);
}

function setProxyVariables(variables: Variables, settings: AgentSettings): void {
  if (settings.proxyUrl === undefined || settings.proxyUrl === "") return;
  variables.set("agent.proxyurl", settings.proxyUrl);
  setIfGiven(variables, "agent.proxyusername", settings.proxyUsername);
  setIfGiven(variables, "agent.proxypassword", settings.proxyPassword, true);
  const bypassed = settings.proxyBypassList ?? [];
  if (bypassed.length > 0) variables.set("agent.proxybypasslist", JSON.stringify(bypassed));
  variables.set("agent.usebasicauthforproxy", settings.useBasicAuthForProxy === true ? "True" : "False");
}

function setClientCertificate(variables: Variables, settings: AgentSettings): void {
  const files = [settings.clientCert, settings.clientCertKey, settings.clientCertArchive];
  if (!files.every((file) => file !== undefined && existsSync(file))) return;
  setIfGiven(variables, "agent.clientcert", settings.clientCert);
  setIfGiven(variables, "agent.clientcertkey", settings.clientCertKey);
  setIfGiven(variables, "agent.clientcertarchive", settings.clientCertArchive);
  setIfGiven(variables, "agent.clientcertpassword", settings.clientCertPassword, true);
}

function setIfGiven(variables: Variables, name: string, value: string | undefined, isSecret = false): void {
  if (value !== undefined && value !== "") variables.set(name, value, { isSecret });
}

/** Writes the file in which an agent stores its certificate settings (AgentCertificateManager.cs). */
export function writeCertificateSettings(agentFolder: string, settings: AgentSettings): void {
  const {
    skipCertValidation: skipServerCertValidation = false,
    caInfo: caCert,
    clientCert,
    clientCertArchive,
  } = settings;
  const file = join(agentFolder, ".certificates");
  const isSet = skipServerCertValidation || [caCert, clientCert].some((path) => path !== undefined && path !== "");
  if (!isSet) {
    rmSync(file, { force: true });
    return;
  }
  const { clientCertKey: clientCertPrivatekey } = settings;
  const content = { skipServerCertValidation, caCert, clientCert, clientCertPrivatekey, clientCertArchive };
  // .NET writes the file with a byte order mark.
  writeFileSync(file, `\uFEFF${JSON.stringify(content, null, 2)}`);
}
