import { randomBytes, randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { registerJobStartSecret } from "./job-start-secrets.ts";
import { expandMacros } from "./macros.ts";
import type { Masker } from "./masker.ts";
import type { Variables } from "./variables.ts";

/** A variable that the job has when it starts. */
export interface JobVariable {
  readonly name: string;
  readonly value: string;
  readonly isSecret?: boolean;
  readonly isReadOnly?: boolean;
}

/** The agent version that the job reports when none is given: the first with a Node 24 handler. */
export const defaultAgentVersion = "4.265.1";

const operatingSystems: Readonly<Record<string, string>> = { win32: "Windows_NT", darwin: "Darwin" };

/** The predefined variables of a build job, before the pipeline's own variables override them. */
export function predefinedVariables(workFolder: string, version: string): JobVariable[] {
  const buildFolder = join(workFolder, "1");
  const values = {
    ...agentValues(workFolder, buildFolder, version),
    ...buildValues(buildFolder),
    ...systemValues(buildFolder),
  };
  const variables: JobVariable[] = Object.entries(values).map(([name, value]) => ({ name, value }));
  return [...variables, { name: "System.AccessToken", value: randomBytes(39).toString("base64url"), isSecret: true }];
}

function agentValues(workFolder: string, buildFolder: string, version: string): Record<string, string> {
  return {
    "Agent.BuildDirectory": buildFolder,
    "Agent.HomeDirectory": workFolder,
    "Agent.Id": "1",
    "Agent.JobName": "Job",
    "Agent.JobStatus": "Succeeded",
    "Agent.MachineName": hostname(),
    "Agent.Name": "Local agent",
    "Agent.OS": operatingSystems[process.platform] ?? "Linux",
    "Agent.OSArchitecture": process.arch.toUpperCase(),
    "Agent.RootDirectory": workFolder,
    "Agent.TempDirectory": join(workFolder, "_temp"),
    "Agent.ToolsDirectory": join(workFolder, "_tool"),
    "Agent.Version": version,
    "Agent.WorkFolder": workFolder,
  };
}

function buildValues(buildFolder: string): Record<string, string> {
  return {
    "Build.ArtifactStagingDirectory": join(buildFolder, "a"),
    "Build.BuildId": "1",
    "Build.BuildNumber": "1",
    "Build.SourcesDirectory": join(buildFolder, "s"),
    "Pipeline.Workspace": buildFolder,
  };
}

function systemValues(buildFolder: string): Record<string, string> {
  const collection = "https://dev.azure.com/contoso/";
  return {
    "System.CollectionUri": collection,
    "System.Culture": "en-US",
    "System.DefaultWorkingDirectory": join(buildFolder, "s"),
    "System.DefinitionId": "1",
    "System.DefinitionName": "Connections",
    "System.HostType": "build",
    "System.JobDisplayName": "Job",
    "System.JobId": randomUUID(),
    "System.JobName": "__default",
    "System.PlanId": randomUUID(),
    "System.StageName": "__default",
    "System.TeamFoundationCollectionUri": collection,
    "System.TeamProject": "Fabrikam",
    "System.TeamProjectId": randomUUID(),
    "System.TimelineId": randomUUID(),
  };
}

/**
 * Gives a job its variables: later ones override earlier ones, secrets are registered with the job-start forms, macros
 * in values are expanded once more for all, and what holds a secret becomes a secret.
 */
export function startVariables(variables: Variables, masker: Masker, given: readonly JobVariable[]): void {
  const byName = new Map(given.map((variable) => [variable.name.toLowerCase(), variable]));
  for (const variable of byName.values()) {
    if (variable.isSecret === true) registerJobStartSecret(masker, variable.value);
  }
  for (const variable of byName.values()) {
    const { value, isSecret } = expandNested(variable, byName, []);
    variables.set(variable.name, value, { isSecret, isReadOnly: variable.isReadOnly ?? false });
  }
}

const deepestNesting = 50;

function expandNested(
  variable: JobVariable,
  byName: ReadonlyMap<string, JobVariable>,
  outer: readonly JobVariable[],
): { value: string; isSecret: boolean } {
  const path = [...outer, variable];
  let isSecret = variable.isSecret ?? false;
  const value = expandMacros(variable.value, (name) => {
    const nested = byName.get(name.toLowerCase());
    if (nested === undefined || path.includes(nested) || path.length >= deepestNesting) return undefined;
    const expanded = expandNested(nested, byName, path);
    isSecret ||= expanded.isSecret;
    return expanded.value;
  });
  return { value, isSecret };
}
