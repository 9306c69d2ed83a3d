import type { PipelineReport } from "./report.ts";

type Row = readonly [name: string, result: string, note: string];

/** The run's results as lines of a table: stages, jobs, their legs or hooks, and steps. */
export function resultTable(report: PipelineReport): string[] {
  const rows: Row[] = [...report.stages.flatMap(stageRows), ["Run", report.result, ""]];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, result, note]) => `${name.padEnd(width)}  ${result.padEnd(19)} ${note}`.trimEnd());
}

function stageRows({ name, displayName, result, reason, jobs }: PipelineReport["stages"][number]): Row[] {
  const title = name === displayName ? name : `${displayName} (${name})`;
  return [[title, result, reason ?? ""], ...jobs.flatMap(jobRows)];
}

function jobRows({ displayName, result, reason, runs }: PipelineReport["stages"][number]["jobs"][number]): Row[] {
  const [only] = runs;
  const steps = runs.length === 1 && only !== undefined ? stepRows(only, "    ") : runs.flatMap(runRows);
  return [[`  ${displayName}`, result, reason ?? ""], ...steps];
}

type AgentRun = PipelineReport["stages"][number]["jobs"][number]["runs"][number];

function runRows(run: AgentRun): Row[] {
  return [[`    ${run.name}`, run.result, ""], ...stepRows(run, "      ")];
}

function stepRows({ steps }: AgentRun, indent: string): Row[] {
  return steps.map(({ displayName, result }): Row => [indent + displayName, result, ""]);
}
