import { expandMacros } from "../local-agent/macros.ts";
import type { Stage } from "./model.ts";
import type { StageReport } from "./report.ts";
import type { Run } from "./run.ts";

/** The answers to a stage's approvals. */
export interface Approvals {
  readonly outcome: "approved" | "rejected" | "canceled";
  readonly answers: StageReport["approvals"];
}

/** Asks for the approval of each environment of a stage before any of its jobs starts, as Azure Pipelines does. */
export async function askApprovals(run: Run, stage: Stage): Promise<Approvals> {
  const answers: { environment: string; isApproved: boolean }[] = [];
  for (const [environment, jobs] of environmentsOf(run, stage)) {
    run.write(`${stage.displayName} waits for approval of the environment ${environment}.`, stage.name);
    const isApproved = await ask(run, stage, environment, jobs);
    if (isApproved === undefined) return { outcome: "canceled", answers };
    run.write(`${environment}: ${isApproved ? "approved" : "rejected"}.`, stage.name);
    answers.push({ environment, isApproved });
    if (!isApproved) return { outcome: "rejected", answers };
  }
  return { outcome: "approved", answers };
}

function environmentsOf(run: Run, stage: Stage): Map<string, string[]> {
  const environments = new Map<string, string[]>();
  const variables = run.variables();
  for (const job of stage.jobs) {
    if (job.kind !== "deployment") continue;
    const name = expandMacros(job.environment, (macro) => variables.get(macro.toLowerCase())?.value);
    environments.set(name, [...(environments.get(name) ?? []), job.displayName]);
  }
  return environments;
}

// A stage that runs after a cancellation still needs its approval, so its request must not use the aborted signal.
async function ask(run: Run, stage: Stage, environment: string, jobs: readonly string[]): Promise<boolean | undefined> {
  const { name, displayName } = stage;
  const signal = run.signal.aborted ? new AbortController().signal : run.signal;
  const answer = run.options.approve({
    environment,
    stage: name,
    stageDisplayName: displayName,
    jobs,
    summaries: [...run.summaries],
    artifacts: new Map([...run.artifacts].map(([artifact, files]) => [artifact, new Map(files)])),
    signal,
  });
  const canceled = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  const unlessCanceled = answer.catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  return Promise.race([unlessCanceled, canceled]);
}
