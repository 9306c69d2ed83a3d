import type { TaskResult } from "../local-agent/agent.ts";
import { type Approvals, askApprovals } from "./approvals.ts";
import { dependenciesOfStage } from "./dependencies.ts";
import { toBoolean, type Value } from "./expression-values.ts";
import { compute } from "./located-expression.ts";
import type { Stage } from "./model.ts";
import { PipelineFileError } from "./place.ts";
import { ancestorsOf } from "./read-names.ts";
import type { JobReport, StageReport } from "./report.ts";
import { rollUp } from "./results.ts";
import type { Run } from "./run.ts";
import { runJob } from "./run-job.ts";
import { statusOfDependent } from "./status-functions.ts";
import { dictionaryOf } from "./variable-table.ts";

/** Evaluates a stage's condition, asks for its approvals, and runs its jobs. */
export async function runStage(run: Run, stage: Stage): Promise<StageReport> {
  try {
    if (!mayRun(run, stage)) return notRun(run, stage, "Skipped", "Its condition was not met.");
    const isAfterCancel = run.signal.aborted;
    const approvals = await askApprovals(run, stage);
    if (approvals.outcome !== "approved") return notApproved(run, stage, approvals);
    return await runJobs(run, stage, approvals, isAfterCancel);
  } catch (error) {
    if (!(error instanceof PipelineFileError)) throw error;
    return notRun(run, stage, "Failed", error.message);
  }
}

function mayRun(run: Run, stage: Stage): boolean {
  const { name, condition, dependsOn } = stage;
  const isCanceled = run.signal.aborted;
  const functions = statusOfDependent({
    ancestors: ancestorsOf(run.pipeline.stages, name),
    resultOf: (asked) => run.stages.find((each) => each.name.toLowerCase() === asked.toLowerCase())?.result,
    isCanceled,
    isStopped: isCanceled,
  });
  if (condition === undefined) return toBoolean(functions.get("succeeded")?.([]) ?? false);
  // In a stage's condition both names mean the same, unlike in a job's (azure-pipelines-tasks issue 4743,
  // "Expressions").
  const dependencies = dependenciesOfStage(dependsOn, run.stages);
  const contexts = new Map<string, Value>([
    ["dependencies", dependencies],
    ["stagedependencies", dependencies],
    ["variables", dictionaryOf(run.variables())],
  ]);
  return toBoolean(compute(condition, { contexts, functions }));
}

function notApproved(run: Run, stage: Stage, { outcome, answers }: Approvals): StageReport {
  if (outcome === "canceled") return notRun(run, stage, "Canceled", "The run was canceled.", answers);
  const environment = answers.at(-1)?.environment ?? "";
  const result = run.options.rejectedStage ?? "Failed";
  return notRun(run, stage, result, `The approval of its environment ${environment} was rejected.`, answers);
}

function notRun(
  run: Run,
  stage: Stage,
  result: TaskResult,
  reason: string,
  approvals: StageReport["approvals"] = [],
): StageReport {
  const { name, displayName } = stage;
  const mark = result === "Failed" ? "##[error]" : "";
  run.write(`${mark}Stage ${displayName} does not run. ${reason}`, name);
  const jobs = stage.jobs.map((job) => skippedJob(job.name, job.displayName, reason));
  return { name, displayName, result, reason, approvals, jobs };
}

function skippedJob(name: string, displayName: string, reason: string): JobReport {
  return { name, displayName, result: "Skipped", reason, runs: [], outputs: new Map() };
}

async function runJobs(run: Run, stage: Stage, approvals: Approvals, isAfterCancel: boolean): Promise<StageReport> {
  const jobs: JobReport[] = [];
  for (const job of stage.jobs) jobs.push(await runJob({ run, stage, jobs, isAfterCancel }, job));
  const results = jobs.map(({ result }) => result);
  const isCanceled =
    run.signal.aborted && !isAfterCancel && results.some((each) => each === "Canceled" || each === "Skipped");
  const { name, displayName } = stage;
  const result = isCanceled ? "Canceled" : rollUp(results);
  return { name, displayName, result, reason: undefined, approvals: approvals.answers, jobs };
}
