import { existsSync } from "node:fs";
import type { Variables } from "./variables.ts";

/** How the agent on the machine was configured. */
export interface AgentSettings {
  readonly version?: string;
  readonly proxyUrl?: string;
  readonly proxyUsername?: string;
  readonly proxyPassword?: string;
  /** Regular expressions of URLs that go past the proxy. */
  readonly proxyBypassList?: readonly string[];
  readonly useBasicAuthForProxy?: boolean;
  /** Path of a PEM file of certificate authorities. */
  readonly caInfo?: string;
  /** Paths; passed on only when certificate, key and archive all exist. */
  readonly clientCert?: string;
  readonly clientCertKey?: string;
  readonly clientCertArchive?: string;
  readonly clientCertPassword?: string;
  readonly skipCertValidation?: boolean;
}

/** Sets the proxy and certificate variables as the agent does when a job starts (ExecutionContext.InitializeJob). */
export function setNetworkVariables(variables: Variables, settings: AgentSettings): void {
  setProxyVariables(variables, settings);
  if (settings.skipCertValidation === true) variables.set("Agent.SkipCertValidation", "True");
  setIfGiven(variables, "Agent.CAInfo", settings.caInfo);
  setClientCertificate(variables, settings);
}

function setProxyVariables(variables: Variables, settings: AgentSettings): void {
  if (settings.proxyUrl === undefined || settings.proxyUrl === "") return;
  variables.set("Agent.ProxyUrl", settings.proxyUrl);
  setIfGiven(variables, "Agent.ProxyUsername", settings.proxyUsername);
  setIfGiven(variables, "Agent.ProxyPassword", settings.proxyPassword, true);
  const bypassed = settings.proxyBypassList ?? [];
  if (bypassed.length > 0) variables.set("Agent.ProxyBypassList", JSON.stringify(bypassed));
  if (settings.useBasicAuthForProxy === true) variables.set("Agent.UseBasicAuthForProxy", "True");
}

function setClientCertificate(variables: Variables, settings: AgentSettings): void {
  const files = [settings.clientCert, settings.clientCertKey, settings.clientCertArchive];
  if (!files.every((file) => file !== undefined && existsSync(file))) return;
  setIfGiven(variables, "Agent.ClientCert", settings.clientCert);
  setIfGiven(variables, "Agent.ClientCertKey", settings.clientCertKey);
  setIfGiven(variables, "Agent.ClientCertArchive", settings.clientCertArchive);
  setIfGiven(variables, "Agent.ClientCertPassword", settings.clientCertPassword, true);
}

function setIfGiven(variables: Variables, name: string, value: string | undefined, isSecret = false): void {
  if (value !== undefined && value !== "") variables.set(name, value, { isSecret });
}
