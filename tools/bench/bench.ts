import { reportError } from "../command-line.ts";
import { measure } from "./measure.ts";
import { type BenchOptions, help, readOptions } from "./options.ts";
import type { BenchReport } from "./report.ts";
import { markdownText, terminalText, writeInto } from "./shown-report.ts";

/** Entry point of `npm run bench`. Only the result goes to standard output. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return void process.stdout.write(help);
  const report = await measure(options, (line) => console.error(line));
  show(report, options);
  if (hasFailure(report)) process.exitCode = 1;
}

function show(report: BenchReport, { output }: BenchOptions): void {
  if (typeof output === "object") writeInto(output.file, markdownText(report));
  else if (output === "markdown") process.stdout.write(`${markdownText(report)}\n`);
  else process.stdout.write(output === "json" ? `${JSON.stringify(report, null, 2)}\n` : terminalText(report));
}

function hasFailure({ speed, status }: BenchReport): boolean {
  return [...speed, ...status].some(({ name, failure }) => failure !== null && name !== "task, other build");
}

main().catch(reportError);
