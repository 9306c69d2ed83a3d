import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startFile } from "../../tools/build/build-tasks.ts";
import {
  createJob,
  type Job,
  type JobOptions,
  type JobVariable,
  type NodeRunner,
  type StepReport,
} from "../../tools/local-agent/agent.ts";

import { readLater } from "./later-step.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The id of the service connection in all runs. */
export const connectionId = "c0ffee00-1111-4222-8333-444455556666";

/** The path of the built file that the agent starts for a task. */
export function builtTask(task: string): string {
  return join(root, "dist", "tasks", task, `${task}V1`, startFile);
}

/** One run of a built task on the local agent. */
export interface TaskRun {
  /** The name of the task, for example `ExalateInitiate`. */
  readonly task: string;
  readonly handler: NodeRunner;
  readonly inputs: Readonly<Record<string, string>>;
  readonly url: string;
  readonly scheme?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly job?: Partial<JobOptions>;
  readonly signal?: AbortSignal;
  /** Names of variables, such as `exalate.connectionName`, that the next step of the job reads as inputs. */
  readonly readLater?: readonly string[];
}

/** The results of a run. */
export interface TaskRunReport {
  readonly step: StepReport;
  readonly job: Job;
  /** The contents of the files in the agent's temporary folder, except the key of the task library. */
  readonly files: readonly string[];
  /** The value in the next step for each name of `readLater`. */
  readonly later: ReadonlyMap<string, string>;
}

/** Runs a built task like the agent, in a job with stage, job and step names, and removes its files. */
export async function runBuiltTask(run: TaskRun): Promise<TaskRunReport> {
  const workFolder = mkdtempSync(join(tmpdir(), "exalate-task-"));
  try {
    const job = createJob({ workFolder, endpoints: [endpointOf(run)], variables: jobVariables, ...run.job });
    const step = await job.runTask({
      taskFolder: join(root, "dist", "tasks", run.task, `${run.task}V1`),
      name: "exalate",
      handler: run.handler,
      inputs: { exalateConnection: "contoso-exalate", ...run.inputs },
      ...(run.signal ? { signal: run.signal } : {}),
    });
    const files = filesBelow(join(workFolder, "_temp"));
    const names = run.readLater ?? [];
    const later = names.length === 0 ? new Map() : await readLater(job, names, join(workFolder, "later"));
    return { step, job, files, later };
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

/** The variables that every job has. */
export const jobVariables: readonly JobVariable[] = [
  { name: "System.TeamProject", value: "Fabrikam" },
  { name: "System.CollectionUri", value: "https://dev.azure.com/contoso/" },
  { name: "System.StageName", value: "Connect" },
  { name: "System.PhaseName", value: "Initiate" },
  { name: "System.JobName", value: "__default" },
];

function endpointOf({ url, scheme = "Token", parameters, data = {} }: TaskRun) {
  return { id: connectionId, name: "contoso-exalate", type: "exalate", url, scheme, parameters, data };
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== ".taskkey");
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}
