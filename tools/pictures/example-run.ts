import { randomUUID } from "node:crypto";
import { basename, extname } from "node:path";
import { type ExalateNode, fakeToken } from "../exalate-node/node.ts";
import type { ServiceEndpoint, TaskResult } from "../local-agent/agent.ts";
import { type JobReport, type PipelineReport, runPipeline, type StageReport } from "../local-pipeline/pipeline.ts";
import type { StepResult } from "../local-pipeline/report.ts";
import type { EmbeddedNodes } from "./embedded-nodes.ts";
import { exampleFile, initiatingStep } from "./example.ts";
import { type ShownAddress, withShownAddresses } from "./shown-addresses.ts";

/** A Markdown summary that a step added to the run. */
export interface ShownSummary {
  /** The name of the uploaded file without its ending. */
  readonly title: string;
  readonly markdown: string;
}

/** A step as the pictures show it. */
export interface ShownStep {
  readonly name: string;
  readonly result: TaskResult;
  /** The lines of its log, with their tags. */
  readonly log: readonly string[];
  readonly summaries: readonly ShownSummary[];
}

/** A job as the pictures show it. */
export interface ShownJob {
  readonly name: string;
  readonly result: TaskResult;
  readonly steps: readonly ShownStep[];
}

/** A stage as the pictures show it. */
export interface ShownStage {
  readonly name: string;
  readonly jobs: readonly ShownJob[];
}

/** A run of the example as the pictures show it: what happened, with other addresses of the two nodes. */
export interface ExampleRun {
  readonly pipeline: string;
  readonly number: string;
  readonly stages: readonly ShownStage[];
}

/** Address of Contoso's node in the pictures. */
export const contosoAddress = "https://azurenode-0000-0000-0000-0000.exalate.cloud";

const pipelineName = basename(exampleFile, extname(exampleFile));
const runNumber = "20260105.1";

/**
 * Runs the example with the built tasks on embedded nodes.
 * @param options.atApproval called while the run waits for the approval, which it then gets
 * @param options.workFolder where the jobs keep their files
 */
export async function runExample(
  nodes: EmbeddedNodes,
  { workFolder, atApproval }: { readonly workFolder: string; readonly atApproval?: () => Promise<void> },
): Promise<ExampleRun> {
  const report = await runPipeline({
    file: exampleFile,
    parameters: { fabrikamNode: nodes.fabrikam.url },
    connections: [connection("contoso-exalate", nodes.contoso), connection("fabrikam-exalate", nodes.fabrikam)],
    approve: async () => {
      await atApproval?.();
      return true;
    },
    workFolder,
    systemVariables: { "Build.BuildNumber": runNumber },
  });
  return shownRun(report, await addressesOf(nodes));
}

function connection(name: string, { url }: ExalateNode): ServiceEndpoint {
  const parameters = { apitoken: fakeToken };
  return { id: randomUUID(), name, type: "exalate", url, scheme: "Token", parameters, data: {} };
}

async function addressesOf({ contoso, fabrikam }: EmbeddedNodes): Promise<ShownAddress[]> {
  const { destinationUrl = "" } = (await initiatingStep()).inputs;
  return [
    { real: contoso.url, shown: contosoAddress },
    { real: fabrikam.url, shown: destinationUrl },
  ];
}

function shownRun({ buildNumber, stages }: PipelineReport, addresses: readonly ShownAddress[]): ExampleRun {
  const shown = (text: string) => withShownAddresses(text, addresses);
  return { pipeline: pipelineName, number: buildNumber, stages: stages.map((stage) => shownStage(stage, shown)) };
}

type Replace = (text: string) => string;

function shownStage({ displayName, jobs }: StageReport, shown: Replace): ShownStage {
  return { name: displayName, jobs: jobs.map((job) => shownJob(job, shown)) };
}

function shownJob({ displayName, result, runs }: JobReport, shown: Replace): ShownJob {
  const steps = runs.flatMap((run) => run.steps);
  return { name: displayName, result, steps: steps.map((step) => shownStep(step, shown)) };
}

function shownStep({ displayName, result, report }: StepResult, shown: Replace): ShownStep {
  const summaries = report?.summaries ?? [];
  return {
    name: displayName,
    result,
    log: (report?.log ?? []).map(shown),
    summaries: summaries.map(({ path, content }) => ({
      title: basename(path, extname(path)),
      markdown: shown(content),
    })),
  };
}
