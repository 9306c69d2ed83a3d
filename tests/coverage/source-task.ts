import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startFile } from "../../tools/build/build-tasks.ts";
import {
  type AgentSettings,
  createJob,
  type JobVariable,
  type ServiceEndpoint,
  type StepReport,
  type TaskRequest,
} from "../../tools/local-agent/agent.ts";
import { basicEnvironment } from "../../tools/local-agent/environment.ts";
import { readTasks } from "../manifest/task-manifest.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tasks = readTasks(root);
/** The TypeScript loader. Resolved here, because a task runs in a folder outside the checkout. */
const tsx = import.meta.resolve("tsx/esm/api");

/** A run of a task from its sources. */
export interface SourceRun extends Pick<TaskRequest, "inputs" | "signal"> {
  /** The name of the task, for example `ExalateInitiate`. */
  readonly task: string;
  readonly endpoint: Omit<ServiceEndpoint, "id" | "name" | "type">;
  readonly variables?: readonly JobVariable[];
  readonly debug?: boolean;
  /** The configuration of the agent. */
  readonly agent?: AgentSettings;
}

/** Runs a task like the agent, but from its sources instead of a bundle, so that their coverage can be measured. */
export async function runSourceTask(run: SourceRun): Promise<StepReport> {
  const folder = mkdtempSync(join(tmpdir(), "exalate-source-"));
  try {
    const job = createJob({
      workFolder: join(folder, "work"),
      endpoints: [{ id: "c0ffee00-1111-4222-8333-444455556666", name: "contoso", type: "exalate", ...run.endpoint }],
      variables: [{ name: "System.TeamProject", value: "Fabrikam" }, ...(run.variables ?? [])],
      agentEnvironment: { ...basicEnvironment(), ...measuring() },
      debug: run.debug ?? false,
      ...(run.agent ? { agent: run.agent } : {}),
    });
    const inputs = { exalateConnection: "contoso", ...run.inputs };
    const taskFolder = taskFolderOf(run.task, folder);
    return await job.runTask({ taskFolder, name: "exalate", inputs, ...(run.signal ? { signal: run.signal } : {}) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The variable for Node's coverage folder, or no variable when nothing is measured. */
function measuring(): Record<string, string> {
  const { NODE_V8_COVERAGE } = process.env;
  return NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE };
}

function taskFolderOf(task: string, folder: string): string {
  const located = tasks.find(({ manifest }) => manifest.name === task);
  if (located === undefined) throw new Error(`There is no task ${task}.`);
  writeFileSync(join(folder, "task.json"), JSON.stringify(located.manifest));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, startFile), startOf(join(located.path, "index.ts")));
  return folder;
}

/**
 * A bundle reads the vault of the task library through the library object. An ES module would get the value from the time
 * when the library began to load, which is undefined. The library is therefore loaded first, after network-environment.ts.
 */
function startOf(entry: string): string {
  const urlOf = (file: string) => JSON.stringify(pathToFileURL(file).href);
  return `
    import { createRequire } from "node:module";
    import { register } from ${JSON.stringify(tsx)};
    register();
    await import(${urlOf(join(root, "src", "pipeline", "network-environment.ts"))});
    createRequire(${urlOf(entry)})("azure-pipelines-task-lib/task.js");
    await import(${urlOf(entry)});`;
}
