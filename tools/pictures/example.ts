import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Step } from "../local-pipeline/model.ts";
import { builtTasks } from "../local-pipeline/pipeline.ts";
import { readPipeline } from "../local-pipeline/read-pipeline.ts";
import { loadTasks } from "../local-pipeline/task-catalog.ts";

/** The pipeline that the pictures show. */
export const exampleFile = fileURLToPath(new URL("../../examples/staged-approval.yml", import.meta.url));

/** The step of {@link exampleFile} that initiates, with the default values of the pipeline's parameters. */
export async function initiatingStep(): Promise<Step> {
  const source = { file: exampleFile, text: await readFile(exampleFile, "utf8") };
  const { stages } = readPipeline(source, { tasks: await loadTasks(builtTasks), resources: undefined });
  const job = stages[0]?.jobs[0];
  const step = job?.kind === "job" ? job.steps[0] : undefined;
  if (step === undefined) throw new Error(`${exampleFile} does not begin with a step.`);
  return step;
}
