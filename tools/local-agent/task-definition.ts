import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PipelineError } from "./pipeline-error.ts";
import type { Restrictions } from "./restrictions.ts";

/** The members of a task.json input that the agent reads. */
export interface TaskInput {
  readonly name: string;
  readonly type?: string;
  readonly aliases?: readonly string[];
  readonly defaultValue?: string | boolean | number;
}

/** An entry of task.json's `execution`. */
export interface HandlerData {
  readonly target: string;
  readonly workingDirectory?: string;
}

/** The members of task.json that the agent reads. */
export interface TaskDefinition {
  readonly id: string;
  readonly name: string;
  readonly friendlyName: string;
  readonly description: string;
  readonly author: string;
  readonly version: { readonly Major: number; readonly Minor: number; readonly Patch: number };
  readonly helpUrl?: string;
  readonly helpMarkDown?: string;
  readonly runsOn?: readonly string[];
  readonly inputs?: readonly TaskInput[];
  readonly outputVariables?: readonly { readonly name: string }[];
  readonly execution?: Readonly<Record<string, HandlerData>>;
  readonly restrictions?: {
    readonly commands?: { readonly mode?: string };
    readonly settableVariables?: { readonly allowed?: readonly string[] };
  };
}

/**
 * Reads the task.json of a built task folder.
 * @throws Error when it is missing or not JSON
 * @throws PipelineError when the task does not run on an agent
 */
export async function readTaskDefinition(taskFolder: string): Promise<TaskDefinition> {
  const definition: TaskDefinition = JSON.parse(await readFile(join(taskFolder, "task.json"), "utf8"));
  const runsOn = definition.runsOn ?? ["Agent"];
  if (!runsOn.includes("Agent")) {
    throw new PipelineError(
      `The task "${definition.name}" runs on ${runsOn.join(", ")}, not on an agent. Use it in an agentless job.`,
    );
  }
  return definition;
}

/** The restrictions from task.json; `settableVariables` without a list allows none. */
export function restrictionsOfTask(definition: TaskDefinition): Restrictions {
  const settable = definition.restrictions?.settableVariables;
  return {
    restrictedCommands: definition.restrictions?.commands?.mode?.toLowerCase() === "restricted",
    settableVariables: settable === undefined ? undefined : (settable.allowed ?? []),
  };
}

/** The banner of a step's log, which the agent prints without masking (TaskRunner.PrintTaskMetaData). */
export function bannerOf(definition: TaskDefinition): string[] {
  const rule = "=".repeat(78);
  const { Major, Minor, Patch } = definition.version;
  return [
    rule,
    `Task         : ${definition.friendlyName}`,
    `Description  : ${definition.description}`,
    `Version      : ${Major}.${Minor}.${Patch}`,
    `Author       : ${definition.author}`,
    `Help         : ${definition.helpUrl ?? definition.helpMarkDown ?? ""}`,
    rule,
  ];
}
