import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildTasks } from "../build/build-tasks.ts";
import { fakeToken, startExalateNode } from "../exalate-node/node.ts";
import { createJob, type Job, type ServiceEndpoint, type StepReport } from "../local-agent/agent.ts";
import { LogView } from "../local-agent/log-view.ts";
import { credentialVariables, help, readOptions, type StartOptions } from "./options.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const stepName = "initiate";

/** Runs ExalateInitiate@1 on the local agent, against embedded nodes or a real one. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return say(help);
  await buildTasks(root);
  const report =
    options.node === undefined ? await runOnEmbeddedNodes(options) : await runOnRealNode(options, options.node);
  if (report.result !== "Succeeded") process.exitCode = 1;
}

async function runOnEmbeddedNodes(options: StartOptions): Promise<StepReport> {
  const node = await startExalateNode({ projects: ["Fabrikam", "Contoso Support"] });
  const destination = await startExalateNode({ trackerType: "jcloudnode" });
  try {
    say(`This is one step of a pipeline: ExalateInitiate@1, as it ships, run the way the Azure Pipelines agent runs it.
Two embedded Exalate nodes stand in for real ones:
  ${node.url}  the organisation's own node, "Contoso"
  ${destination.url}  the destination, "Fabrikam"
`);
    const inputs = {
      localShortName: "Contoso",
      destinationShortName: "Fabrikam",
      ...(options.inputs.private ? {} : { destinationUrl: destination.url }),
      project: "Fabrikam",
      ...options.inputs,
    };
    return await runStep({ ...options, inputs }, node.url, { apitoken: fakeToken });
  } finally {
    await Promise.all([node.close(), destination.close()]);
  }
}

async function runOnRealNode(options: StartOptions, url: string): Promise<StepReport> {
  const { [credentialVariables.token]: apitoken, [credentialVariables.user]: username } = process.env;
  const password = process.env[credentialVariables.password];
  if (apitoken) return runStep(options, url, { apitoken });
  if (username && password) return runStep(options, url, { username, password });
  throw new Error(
    `Set ${credentialVariables.token}, or ${credentialVariables.user} and ${credentialVariables.password}, in the environment to sign in to ${url}.`,
  );
}

async function runStep(options: StartOptions, url: string, parameters: Record<string, string>): Promise<StepReport> {
  const workFolder = mkdtempSync(join(tmpdir(), "exalate-start-"));
  try {
    const job = createJob({
      workFolder,
      endpoints: [endpoint(url, parameters, options.data)],
      variables: [
        { name: "System.StageName", value: "Connect" },
        { name: "System.JobName", value: "Initiate" },
      ],
      debug: options.debug,
    });
    return await runAndShow(job, options);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

function endpoint(url: string, parameters: Record<string, string>, data: StartOptions["data"]): ServiceEndpoint {
  const scheme = "apitoken" in parameters ? "Token" : "UsernamePassword";
  return {
    id: "e0a1a7e0-0000-4000-8000-000000000001",
    name: "exalate",
    type: "exalate",
    url,
    scheme,
    parameters,
    data,
  };
}

async function runAndShow(job: Job, { inputs }: StartOptions): Promise<StepReport> {
  const view = new LogView({ colors: process.stdout.isTTY });
  const report = await job.runTask({
    taskFolder: join(root, "dist", "tasks", "ExalateInitiate", "ExalateInitiateV1"),
    name: stepName,
    inputs: { exalateConnection: "exalate", ...inputs },
    onLine: ({ text }) => {
      const line = view.show(text);
      if (line !== undefined) say(line);
    },
  });
  say(`\nResult: ${report.result} after ${Math.round(report.durationMilliseconds)} ms`);
  sayWhatIsLeft(job, report);
  return report;
}

function sayWhatIsLeft(job: Job, report: StepReport): void {
  const names = [...report.outputs].map(([name, { isSecret }]) => [`${stepName}.${name}`, isSecret] as const);
  const plain = job.variables.all().filter(({ name }) => name === "ExalateInvitationCode");
  const readable = [...names, ...plain.map(({ name, isSecret }) => [name, isSecret] as const)];
  if (readable.length > 0) say("\nWhat later steps can read:");
  for (const [name, isSecret] of readable) say(`  $(${name})${isSecret ? "  secret: masked in every log" : ""}`);
  for (const { content } of report.summaries)
    say(`\nOn the run's summary page, for the admin who approves:\n\n${indented(content)}`);
}

function indented(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, "  ");
}

function say(text: string): void {
  console.log(text);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
