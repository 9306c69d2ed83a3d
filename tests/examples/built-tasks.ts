import { existsSync } from "node:fs";
import { join } from "node:path";
import { builtTasks, type PipelineReport } from "../../tools/local-pipeline/pipeline.ts";
import { agentTasks } from "../support/tasks.ts";

/** Fails with a plain word when the tasks were not built. @throws Error that names the command to build them. */
export function requireBuiltTasks(): void {
  const missing = agentTasks.filter((task) => !existsSync(join(builtTasks, task)));
  if (missing.length > 0) throw new Error(`Not built: ${missing.join(", ")}. Run "npm run build" first.`);
}

/** Results of the stages by name. */
export function stageResults({ stages }: PipelineReport): Record<string, string> {
  return Object.fromEntries(stages.map(({ name, result }) => [name, result]));
}

/** Results of all steps as `display name: result`, in order. */
export function stepResults({ stages }: PipelineReport): string[] {
  const runs = stages.flatMap(({ jobs }) => jobs).flatMap((job) => job.runs);
  return runs.flatMap(({ steps }) => steps.map(({ displayName, result }) => `${displayName}: ${result}`));
}

/** The codes of the failures that the log tells, in order, each once. */
export function failureCodes({ lines }: PipelineReport): string[] {
  const codes = lines.flatMap(({ text }) => /^##\[error\].*?\b(EXA\d{3})\b/.exec(text)?.[1] ?? []);
  return [...new Set(codes)];
}
