import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildTasks } from "../build/build-tasks.ts";
import { type ExalateNode, fakeToken, startExalateNode } from "../exalate-node/node.ts";
import type { ServiceEndpoint } from "../local-agent/agent.ts";
import { type PipelineReport, runPipeline } from "../local-pipeline/pipeline.ts";
import { exampleApprover } from "./approver.ts";
import { root } from "./checkout.ts";
import { endingOf } from "./ending.ts";
import { keepConsolesOpen } from "./keep-open.ts";
import { logPrinter } from "./log-printer.ts";
import type { ExampleOptions } from "./options.ts";

const exampleName = "examples/staged-approval.yml";
/** Long enough to read the summary. */
const silenceMilliseconds = 60_000;
const openConsolesMilliseconds = 300_000;
/** For people who sign in to the consoles. The tasks have their own token, which must not be printed. */
const consoleToken = "console";
const tokens = [fakeToken, consoleToken];

/** The nodes by the names of their service connections. */
interface Nodes {
  readonly "contoso-exalate": ExalateNode;
  readonly "fabrikam-exalate": ExalateNode;
}

/** Builds the tasks and runs the staged example on embedded nodes; false when it does not end as expected. */
export async function runStagedExample(options: ExampleOptions): Promise<boolean> {
  await buildTasks(root);
  const nodes: Nodes = {
    "contoso-exalate": await startExalateNode({ tokens, projects: ["Contoso Support"] }),
    "fabrikam-exalate": await startExalateNode({
      tokens,
      projects: ["Fabrikam Service Desk"],
      trackerType: "jcloudnode",
    }),
  };
  const workFolder = await mkdtemp(join(tmpdir(), "exalate-start-"));
  const stop = canceledBySignal();
  const staysOpen = process.stdin.isTTY && process.env.CI === undefined;
  try {
    console.log(introduction(nodes, staysOpen));
    const report = await run(nodes, workFolder, options, stop);
    const states = Object.entries(nodes).map(([name, node]) => ({ name, connections: node.connections() }));
    const { lines, wentAsExpected } = endingOf(report, states);
    console.log(lines.join("\n"));
    if (staysOpen) await keepConsolesOpen({ ...terminal, silenceMilliseconds: openConsolesMilliseconds }, stop);
    return wentAsExpected;
  } finally {
    await Promise.all(Object.values(nodes).map((node) => node.close()));
    await rm(workFolder, { recursive: true, force: true });
  }
}

const terminal = { input: process.stdin, output: process.stdout };

const openThem = `Open these URLs in a browser to see the consoles of the nodes, in which the connection appears and turns active. Sign in
with the token "${consoleToken}".`;

const openThemAtTerminal = "Run this at a terminal to look at the consoles of the nodes in a browser.";

function introduction(nodes: Nodes, consolesAreOpen: boolean): string {
  const contoso = nodes["contoso-exalate"].url;
  const fabrikam = nodes["fabrikam-exalate"].url;
  return `This runs the pipeline ${exampleName} unchanged. The tasks are the built ones that the extension contains,
and each runs the way the Azure Pipelines agent runs it. The pipeline connects Contoso with Fabrikam so that their work
items can be kept in sync. Two embedded Exalate nodes on this machine replace the real ones:

  contoso-exalate   ${contoso}  initiates the connection and creates a secret invitation code
  fabrikam-exalate  ${fabrikam}  accepts the invitation

${consolesAreOpen ? openThem : openThemAtTerminal}

A pipeline consists of stages, a stage of jobs, and a job of steps. Each job runs on its own agent. A stage can wait for
an approval. A step can set output variables, such as the invitation code, and the jobs of later stages can read them.`;
}

function run(
  nodes: Nodes,
  workFolder: string,
  { isRejected, debug }: ExampleOptions,
  signal: AbortSignal,
): Promise<PipelineReport> {
  return runPipeline({
    file: join(root, exampleName),
    parameters: { fabrikamNode: nodes["fabrikam-exalate"].url },
    connections: Object.entries(nodes).map(([name, node]) => endpoint(name, node)),
    approve: exampleApprover(isRejected, { ...terminal, silenceMilliseconds }),
    workFolder,
    debug,
    onLine: logPrinter((line) => console.log(line), terminal.output.isTTY),
    signal,
  });
}

function endpoint(name: string, { url }: ExalateNode): ServiceEndpoint {
  return {
    id: randomUUID(),
    name,
    type: "exalate",
    url,
    scheme: "Token",
    parameters: { apitoken: fakeToken },
    data: {},
  };
}

function canceledBySignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
