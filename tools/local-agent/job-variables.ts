import { randomBytes, randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { registerJobStartSecret } from "./job-start-secrets.ts";
import type { Masker } from "./masker.ts";
import type { Variables } from "./variables.ts";

/** A variable of the job at its start. */
export interface JobVariable {
  readonly name: string;
  readonly value: string;
  readonly isSecret?: boolean;
  readonly isReadOnly?: boolean;
}

/** The default agent version: the first with a Node 24 handler. */
export const defaultAgentVersion = "4.265.1";

const operatingSystems: Readonly<Record<string, string>> = { win32: "Windows_NT", darwin: "Darwin" };

/** The predefined variables of a build job; the pipeline's own variables can override them. */
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
    "Build.ContainerId": "1",
    "Build.Repository.LocalPath": join(buildFolder, "s"),
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

// Variables whose value outsiders can write, such as a commit message (Variables.VariablesVulnerableToExecution).
const writableByOutsiders = new Set([
  "build.sourceversionmessage",
  "build.definitionname",
  "build.sourceversionauthor",
  "system.sourceversionmessage",
  "system.definitionname",
  "system.jobdisplayname",
  "system.phasedisplayname",
  "system.stagedisplayname",
  "release.definitionname",
  "release.environmentname",
  "agent.machinename",
  "agent.name",
]);

/**
 * Sets the variables of a job (Worker.RunAsync, ExecutionContext.InitializeJob): later ones override earlier ones,
 * secrets are registered in their job-start forms, and all values are expanded. Variables without a name are dropped.
 * Returns warnings for the log of the job.
 */
export function startVariables(variables: Variables, masker: Masker, given: readonly JobVariable[]): string[] {
  const named = given.filter(({ name }) => name.trim() !== "").map(withoutCommands);
  const byName = new Map(named.map((variable) => [variable.name.toLowerCase(), variable]));
  for (const { value, isSecret } of byName.values()) if (isSecret === true) registerJobStartSecret(masker, value);
  for (const { name, value, ...flags } of byName.values()) variables.load(name, value, flags);
  return variables.expand();
}

// The agent replaces such a variable by a plain one, which is neither secret nor read-only.
function withoutCommands(variable: JobVariable): JobVariable {
  if (!writableByOutsiders.has(variable.name.toLowerCase())) return variable;
  return { name: variable.name, value: variable.value.replace(/##vso/gi, "**vso") };
}
