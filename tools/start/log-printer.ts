import { LogView } from "../local-agent/log-view.ts";
import type { PipelineLine } from "../local-pipeline/pipeline.ts";

/** Prints the log of a run, with a heading whenever the stage or job changes. */
export function logPrinter(print: (line: string) => void, colors: boolean): (line: PipelineLine) => void {
  const view = new LogView({ colors });
  let before = "";
  return (line) => {
    const heading = headingOf(line);
    if (heading !== before) print(`\n${heading}`);
    before = heading;
    const shown = view.show(line.text);
    if (shown !== undefined) print(shown);
  };
}

function headingOf({ stage, job }: PipelineLine): string {
  const place = job === undefined ? `Stage ${stage}` : `Stage ${stage}, job "${job}"`;
  return `───── ${place} ${"─".repeat(Math.max(3, 100 - place.length))}`;
}
