import { readFileSync } from "node:fs";
import { join } from "node:path";
import { releaseOf } from "../../tools/build/release.ts";
import { stampedTask } from "../../tools/build/stamped-manifests.ts";
import { findTaskFolders } from "../../tools/build/task-folder.ts";

/** An input of a task in task.json. */
export interface TaskInput {
  name: string;
  type: string;
  label?: string;
  defaultValue?: string | boolean;
  required?: boolean;
  groupName?: string;
  visibleRule?: string;
  helpMarkDown?: string;
  options?: Record<string, string>;
  properties?: Record<string, unknown>;
}

/** A list of choices that Azure DevOps fetches for an input. */
export interface DataSourceBinding {
  target: string;
  endpointId: string;
  parameters?: Record<string, string>;
}

/** The members of task.json that the checks read. */
export interface TaskManifest {
  id: string;
  name: string;
  friendlyName: string;
  description: string;
  helpUrl?: string;
  helpMarkDown?: string;
  category: string;
  version: { Major: number; Minor: number; Patch: number };
  runsOn: string[];
  minimumAgentVersion?: string;
  instanceNameFormat: string;
  groups?: { name: string; visibleRule?: string }[];
  inputs: TaskInput[];
  dataSourceBindings?: DataSourceBinding[];
  outputVariables?: { name: string; description?: string }[];
  demands?: string[];
  restrictions?: { commands?: { mode?: string }; settableVariables?: { allowed?: string[] } };
  execution: Record<string, { target?: string }>;
}

/** Whether Azure DevOps itself runs the task, without an agent. */
export function runsOnServer({ runsOn }: TaskManifest): boolean {
  return runsOn.some((place) => place.startsWith("Server"));
}

/** A task's manifest and its place. */
export interface LocatedTask {
  manifest: TaskManifest;
  /** Path below `tasks`, with forward slashes. */
  folder: string;
  /** Absolute path of that folder. */
  path: string;
}

/** The manifests of all tasks in a checkout, as they are in a package for trying. */
export function readTasks(root: string): LocatedTask[] {
  const release = releaseOf(root);
  return findTaskFolders(root).map(({ name, path }) => {
    const manifest: Omit<TaskManifest, "version"> = JSON.parse(readFileSync(join(path, "task.json"), "utf8"));
    return { manifest: stampedTask(manifest, name, release), folder: name, path };
  });
}
