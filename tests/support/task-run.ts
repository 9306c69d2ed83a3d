import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

/** Id of the service connection that the runs use. */
export const connectionId = "c0ffee00-1111-4222-8333-444455556666";

/** The file of a built task that the agent starts. */
export function builtTask(task: string): string {
  return join(root, "dist", "tasks", task, `${task}V1`, "index.js");
}

/** A built task to run once on the local agent. */
export interface TaskRun {
  /** Such as `ExalateInitiate`. */
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

/** What a run left behind. */
export interface TaskRunReport {
  readonly step: StepReport;
  readonly job: Job;
  /** Contents of the files in the agent's temporary folder, but for the task library's key. */
  readonly files: readonly string[];
  /** What the next step got for each name of `readLater`. */
  readonly later: ReadonlyMap<string, string>;
}

/** Runs a built task as the agent would, in a job with stage, job and step names, and cleans up. */
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

/** What every job has, for a run with variables of its own. */
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
