import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildTasks } from "../build/build-tasks.ts";
import { UsageError } from "../command-line.ts";
import { createJob, type Job, type ServiceEndpoint, type StepReport } from "../local-agent/agent.ts";
import { basicEnvironment } from "../local-agent/environment.ts";
import { LogView } from "../local-agent/log-view.ts";
import { kindOf } from "../local-agent/step-log.ts";
import { credentialVariables, inOptions } from "../option-words.ts";
import { root } from "./checkout.ts";
import type { RealNodeOptions } from "./options.ts";

const stepName = "initiate";

/**
 * Builds the tasks and runs ExalateInitiate@1 on the local agent against a real node; false when the step fails.
 * @throws UsageError when the environment contains no credential
 */
export async function runOnRealNode(options: RealNodeOptions): Promise<boolean> {
  const credential = credentialFor(options.node, process.env);
  await buildTasks(root);
  const workFolder = mkdtempSync(join(tmpdir(), "exalate-start-"));
  try {
    const job = createJob({
      workFolder,
      endpoints: [endpoint(options, credential)],
      variables: [
        // Without a pipeline there is no default project, so --project must name it.
        { name: "System.TeamProject", value: "" },
      ],
      agentEnvironment: { ...basicEnvironment(), ...networkEnvironment(process.env) },
      debug: options.debug,
    });
    return (await runAndShow(job, options)).result === "Succeeded";
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

/** The proxy and certificate variables of this machine; an agent would have them in its own environment. */
function networkEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const names = /^(NODE_EXTRA_CA_CERTS|(HTTPS?|NO)_PROXY)$/i;
  const found = Object.entries(environment).filter(([name, value]) => names.test(name) && value);
  return Object.fromEntries(found.map(([name, value]) => [name, value ?? ""]));
}

type Credential = Pick<ServiceEndpoint, "scheme" | "parameters">;

function credentialFor(url: string, environment: NodeJS.ProcessEnv): Credential {
  const { [credentialVariables.token]: apitoken, [credentialVariables.user]: username } = environment;
  const password = environment[credentialVariables.password];
  if (apitoken) return { scheme: "Token", parameters: { apitoken } };
  if (username && password) return { scheme: "UsernamePassword", parameters: { username, password } };
  throw new UsageError(
    `Set ${credentialVariables.token}, or ${credentialVariables.user} and ${credentialVariables.password}, in the environment to sign in to ${url}.`,
  );
}

function endpoint({ node: url, data }: RealNodeOptions, credential: Credential): ServiceEndpoint {
  return { id: "e0a1a7e0-0000-4000-8000-000000000001", name: "exalate", type: "exalate", url, data, ...credential };
}

async function runAndShow(job: Job, { inputs }: RealNodeOptions): Promise<StepReport> {
  const view = new LogView({ colors: process.stdout.isTTY });
  const report = await job.runTask({
    taskFolder: join(root, "dist", "tasks", "ExalateInitiate", "ExalateInitiateV1"),
    name: stepName,
    inputs: { exalateConnection: "exalate", ...inputs },
    onLine: ({ text }) => {
      const line = view.show(kindOf(text) === "error" ? inOptions(text) : text);
      if (line !== undefined) console.log(line);
    },
  });
  console.log(`\nResult: ${report.result} after ${Math.round(report.durationMilliseconds)} ms`);
  for (const line of resultLines(job, report)) console.log(line);
  if (report.outputs.get("connectionStatus")?.value === "PENDING") console.log(leftBehind);
  return report;
}

function resultLines(job: Job, report: StepReport): string[] {
  const names = [...report.outputs].map(([name, { isSecret }]) => [`${stepName}.${name}`, isSecret] as const);
  const plain = job.variables.all().filter(({ name }) => name === "ExalateInvitationCode");
  const readable = [...names, ...plain.map(({ name, isSecret }) => [name, isSecret] as const)];
  return [
    ...(readable.length > 0 ? ["\nIn a pipeline, later steps could read:"] : []),
    ...readable.map(([name, isSecret]) => `  $(${name})${isSecret ? "  secret: masked in every log" : ""}`),
    ...report.summaries.map(
      ({ content }) => `\nIn a pipeline, the summary of the run would show the approver:\n\n${indented(content)}`,
    ),
  ];
}

const leftBehind =
  "\nThe connection is pending on the node. Nothing accepts it from here. After the trial, remove it in the node's Exalate\n" +
  "console: docs/try-on-a-node.md#4-clean-up";

function indented(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, "  ");
}
