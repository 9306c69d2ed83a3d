import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PipelineError } from "./pipeline-error.ts";
import type { Restrictions } from "./restrictions.ts";

/** An input of task.json, as far as the agent reads it. */
export interface TaskInput {
  readonly name: string;
  readonly type?: string;
  readonly aliases?: readonly string[];
  readonly defaultValue?: string | boolean | number;
}

/** One entry of task.json's `execution`. */
export interface HandlerData {
  readonly target: string;
  readonly workingDirectory?: string;
}

/** What the agent reads of task.json. */
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
 * @throws Error when there is none or it is no JSON; PipelineError when the task does not run on an agent.
 */
export async function readTaskDefinition(taskFolder: string): Promise<TaskDefinition> {
  const definition: TaskDefinition = JSON.parse(await readFile(join(taskFolder, "task.json"), "utf8"));
  const runsOn = definition.runsOn ?? ["Agent"];
  if (!runsOn.includes("Agent")) {
    throw new PipelineError(
      `The task "${definition.name}" runs on ${runsOn.join(", ")}, not on an agent; use it in a job without one.`,
    );
  }
  return definition;
}

/** The limits that task.json itself sets; `settableVariables` without a list allows none. */
export function restrictionsOfTask(definition: TaskDefinition): Restrictions {
  const settable = definition.restrictions?.settableVariables;
  return {
    restrictedCommands: definition.restrictions?.commands?.mode?.toLowerCase() === "restricted",
    settableVariables: settable === undefined ? undefined : (settable.allowed ?? []),
  };
}

/** The head of a step's log, which the agent prints without masking (TaskRunner.PrintTaskMetaData). */
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
