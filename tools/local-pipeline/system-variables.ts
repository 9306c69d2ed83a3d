import { randomUUID } from "node:crypto";
import { basename, extname } from "node:path";
import type { Job, Stage } from "./model.ts";
import type { PipelineOptions } from "./options.ts";

/** Predefined variables of the whole run; the caller's values replace the defaults. */
export function runVariables(
  { file, azureDevOps, systemVariables }: PipelineOptions,
  startedAt: Date,
): Record<string, string> {
  const organization = azureDevOps?.collectionUrl;
  return {
    "Build.BuildId": "1",
    "Build.BuildNumber": "1",
    "Build.DefinitionName": basename(file, extname(file)),
    "Build.Reason": "Manual",
    "Build.SourceBranch": "refs/heads/main",
    "Build.SourceBranchName": "main",
    "System.DefinitionName": basename(file, extname(file)),
    "System.HostType": "build",
    "System.PipelineStartTime": startedAt.toISOString(),
    "System.PlanId": randomUUID(),
    "System.TeamProject": "Fabrikam",
    "System.TeamProjectId": randomUUID(),
    "System.TimelineId": randomUUID(),
    "System.CollectionUri": organization ?? "https://dev.azure.com/contoso/",
    "System.TeamFoundationCollectionUri": organization ?? "https://dev.azure.com/contoso/",
    ...systemVariables,
  };
}

/** Predefined variables that a stage adds. */
export function variablesOfStage({ name, displayName }: Stage): Record<string, string> {
  return { "System.StageName": name, "System.StageDisplayName": displayName, "System.StageAttempt": "1" };
}

/** Predefined variables that a job adds; `run` is the leg, the hook, or `__default`. */
export function variablesOfJob(stage: Stage, job: Job, run: { readonly name: string; readonly displayName: string }) {
  const path = [...(stage.name === "__default" ? [] : [stage.name]), job.name, run.name];
  return {
    "Agent.JobName": run.displayName,
    "System.JobAttempt": "1",
    "System.JobDisplayName": run.displayName,
    "System.JobId": randomUUID(),
    "System.JobIdentifier": path.join("."),
    "System.JobName": run.name,
    "System.PhaseAttempt": "1",
    "System.PhaseDisplayName": job.displayName,
    "System.PhaseName": job.name,
    ...(job.kind === "deployment"
      ? { "Environment.Id": "1", "Environment.Name": job.environment, "Strategy.Name": "runOnce" }
      : {}),
  };
}
