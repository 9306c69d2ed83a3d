import { existsSync } from "node:fs";
import { join } from "node:path";
import { builtTasks, type PipelineReport } from "../../tools/local-pipeline/pipeline.ts";
import { agentTasks } from "../support/tasks.ts";

/** Checks that the tasks are built. @throws Error that names the build command when they are not */
export function requireBuiltTasks(): void {
  const missing = agentTasks.filter((task) => !existsSync(join(builtTasks, task)));
  if (missing.length > 0) throw new Error(`Not built: ${missing.join(", ")}. Run "npm run build" first.`);
}

/** The results of the stages by name. */
export function stageResults({ stages }: PipelineReport): Record<string, string> {
  return Object.fromEntries(stages.map(({ name, result }) => [name, result]));
}

/** The results of all steps as `display name: result`, in order. */
export function stepResults({ stages }: PipelineReport): string[] {
  const runs = stages.flatMap(({ jobs }) => jobs).flatMap((job) => job.runs);
  return runs.flatMap(({ steps }) => steps.map(({ displayName, result }) => `${displayName}: ${result}`));
}

/** The failure codes in the log, in order and without duplicates. */
export function failureCodes({ lines }: PipelineReport): string[] {
  const codes = lines.flatMap(({ text }) => /^##\[error\].*?\b(EXA\d{3})\b/.exec(text)?.[1] ?? []);
  return [...new Set(codes)];
}
