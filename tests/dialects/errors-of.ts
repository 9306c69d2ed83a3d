import type { PipelineReport } from "../../tools/local-pipeline/pipeline.ts";

/** The errors and warnings in the log of a run, one a line. */
export function errorsOf({ lines }: PipelineReport): string {
  return lines
    .map(({ text }) => text)
    .filter((text) => text.includes("##[error]") || text.includes("##[warning]"))
    .join("\n");
}
