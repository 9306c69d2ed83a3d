import type { ConnectionStatus } from "../exalate-node/node.ts";
import type { PipelineReport, StageReport } from "../local-pipeline/pipeline.ts";
import { resultTable } from "../local-pipeline/result-table.ts";

/** A node and its connections at the end of the run. */
export interface NodeAtEnd {
  /** Name of its service connection. */
  readonly name: string;
  readonly connections: readonly { readonly name: string; readonly status: ConnectionStatus }[];
}

/** How a run ended. */
export interface Ending {
  readonly wentAsExpected: boolean;
  /** What to print about it. */
  readonly lines: readonly string[];
}

/** Describes the end of the example: results, outputs that later stages can read, the nodes' connections, a verdict. */
export function endingOf(report: PipelineReport, nodes: readonly NodeAtEnd[]): Ending {
  const { wentAsExpected, sentence } = verdict(report, nodes);
  return {
    wentAsExpected,
    lines: [
      "",
      "Results of the stages, their jobs and steps:",
      ...resultTable(report).map((line) => `  ${line}`),
      "",
      ...report.stages
        .slice(0, 1)
        .flatMap((first) => [`What the jobs of stages after ${first.name} can read:`, ...readable(first), ""]),
      "Connections on the nodes:",
      ...nodes.map(({ name, connections }) => `  ${name.padEnd(widthOf(nodes))}  ${stateOf(connections)}`),
      "",
      sentence,
    ],
  };
}

function readable(stage: StageReport): string[] {
  return stage.jobs.flatMap(({ name, outputs }) =>
    [...outputs].map(([key, { isSecret }]) => {
      const expression = `  $[ stageDependencies.${stage.name}.${name}.outputs['${key}'] ]`;
      return isSecret ? `${expression}  secret: masked in every log` : expression;
    }),
  );
}

function widthOf(nodes: readonly NodeAtEnd[]): number {
  return Math.max(...nodes.map(({ name }) => name.length));
}

function stateOf(connections: NodeAtEnd["connections"]): string {
  if (connections.length === 0) return "no connection";
  return connections.map(({ name, status }) => `${name} ${status}`).join(", ");
}

function verdict(report: PipelineReport, nodes: readonly NodeAtEnd[]): { wentAsExpected: boolean; sentence: string } {
  const approvals = report.stages.flatMap((stage) => stage.approvals);
  const statuses = nodes.map(({ connections }) => connections.map(({ status }) => status).join());
  if (report.result === "Succeeded" && statuses.every((status) => status === "ACTIVE")) {
    return { wentAsExpected: true, sentence: "Approved: the connection is ACTIVE on both sides." };
  }
  if (approvals.some(({ isApproved }) => !isApproved) && statuses.every((status) => status === "")) {
    return {
      wentAsExpected: true,
      sentence: "Rejected: the invitation was withdrawn, and no connection is left on either side.",
    };
  }
  return { wentAsExpected: false, sentence: `The run did not end as expected. Its result: ${report.result}.` };
}
