import { codeVariable } from "../azure-devops/with-code.ts";
import type { InitiateResult } from "../commands/initiate.ts";
import type { InitiateOptions } from "../commands/initiate-options.ts";
import type { Secret } from "../core/secret.ts";
import { toVariableValue } from "../exalate/invitation-code.ts";
import type { Agent } from "./agent.ts";
import type { Delivery } from "./encrypted-delivery.ts";
import { initiatedSummary } from "./initiated-summary.ts";
import { publishConnection, publishSummary } from "./publish-connection.ts";

/**
 * Publishes the result of ExalateInitiate@1: the code as a secret variable, unless `publishCode` is off, and as an encrypted
 * file where `delivery` is given; outputs, a summary for the admin who approves, and log lines that say where to read the
 * code. The code is published first, so that a later error cannot lose it. Raises EXA306 when a variable cannot hold the
 * code, and EXA709.
 */
export async function publishInitiated(
  agent: Agent,
  options: Pick<InitiateOptions, "request" | "publishCode" | "storeIn">,
  result: InitiateResult,
  nodeUrl: URL,
  delivery?: Delivery,
): Promise<void> {
  if (result.invitationCode && options.publishCode) publishCode(agent, result.invitationCode);
  const delivered = await delivery?.(result, nodeUrl);
  publishConnection(agent, result);
  publishSummary(agent, summaryTitle(agent.forSummary(result.connectionName)), () => {
    const collectionUrl = agent.variable("System.CollectionUri");
    const facts = { ...options, result, nodeUrl, collectionUrl, delivered };
    return initiatedSummary(facts, agent.forSummary);
  });
}

/** A file name on every system. It is the heading above the summary, and a run with a matrix shows several summaries. */
function summaryTitle(connectionName: string): string {
  const usable = connectionName.replace(/[^\p{L}\p{N} ._()-]/gu, "_");
  return `Exalate connection ${[...usable].slice(0, mostCharacters).join("")}`;
}

/** So that the name of the file has at most 255 bytes. */
const mostCharacters = 50;

function publishCode(agent: Agent, code: Secret): void {
  const text = code.reveal();
  const value = toVariableValue(text);
  const secret = agent.secrets.register(value);
  agent.setOutput("invitationCode", secret);
  agent.setSecretVariable(codeVariable, secret);
  for (const line of whereToReadIt(agent, text.length)) agent.log.info(line);
  if (value !== text.trim()) agent.log.info(whyWrapped(text));
}

function whyWrapped(code: string): string {
  const what = /[\r\n]/.test(code.trim()) ? "line breaks" : "characters";
  return `The code contains ${what} that a secret variable cannot hold, so its value is "base64:" followed by the code in base64.`;
}

function whereToReadIt(agent: Agent, length: number): string[] {
  const later = whereToReadItLater(agent);
  const code = `The invitation code (${length} characters) is published as`;
  if (later.length === 0) return [`${code} the secret variable $(${codeVariable}) of this job.`];
  return [`${code} a secret variable:`, `  in this job              $(${codeVariable})`, ...later];
}

/** Empty when the agent names no job, as on a developer's machine. */
function whereToReadItLater(agent: Agent): string[] {
  if (agent.variable("System.HostType") === "release")
    return [`  in a later stage         only with "storeIn: release", as $(${codeVariable})`];
  // System.JobName is the leg of a matrix, or __default. Azure Pipelines calls the job of the YAML file a phase.
  const [stage, job] = [agent.variable("System.StageName"), agent.variable("System.PhaseName")];
  if (!job) return [];
  const output = `outputs['${outputPath(agent, job)}']`;
  return [
    `  in a job that follows    $[ dependencies.${job}.${output} ]`,
    ...(stage ? [`  in a stage that follows  $[ stageDependencies.${stage}.${job}.${output} ]`] : []),
  ];
}

/** The path of an output contains the job's name in a deployment job, and the leg's name in a matrix. */
function outputPath(agent: Agent, job: string): string {
  const step = agent.variable("System.TaskInstanceName");
  const output = `${step && /^\w+$/.test(step) ? step : "<step>"}.invitationCode`;
  if (agent.variable("Environment.Name")) return `${job}.${output}`;
  const leg = agent.variable("System.JobName") || plainJob;
  return leg === plainJob || leg === job ? output : `${leg}.${output}`;
}

/** The name that Azure Pipelines gives a job without legs. */
const plainJob = "__default";
