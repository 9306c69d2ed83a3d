import { codeVariable } from "../azure-devops/with-code.ts";
import type { InitiateResult } from "../commands/initiate.ts";
import type { Secret } from "../core/secret.ts";
import type { InitiateRequest } from "../exalate/connection.ts";
import { toVariableValue } from "../exalate/invitation-code.ts";
import type { Agent } from "./agent.ts";
import { initiatedSummary } from "./initiated-summary.ts";
import { publishConnection, publishSummary } from "./publish-connection.ts";

/**
 * Publishes what ExalateInitiate@1 made: its outputs, the code as a secret variable, a summary for whoever approves,
 * and in the log where to read the code. The code comes first, so that nothing that fails later can lose it.
 * Raises EXA306 when the code cannot be held by a variable.
 */
export function publishInitiated(agent: Agent, request: InitiateRequest, result: InitiateResult, nodeUrl: URL): void {
  if (result.invitationCode) publishCode(agent, result.invitationCode);
  publishConnection(agent, result);
  publishSummary(agent, "Exalate connection", () => {
    const facts = { request, result, nodeUrl, collectionUrl: agent.variable("System.CollectionUri") };
    return initiatedSummary(facts, agent.forSummary);
  });
}

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
  return `It has ${what} that a secret variable cannot hold: the value is "base64:" and the code's base64.`;
}

function whereToReadIt(agent: Agent, length: number): string[] {
  const name = (variable: string, unknown: string) => agent.variable(variable) || unknown;
  // System.JobName is the leg of a matrix, or __default; the job of the YAML file is what Azure calls a phase.
  const [stage, job] = [name("System.StageName", "<stage>"), name("System.PhaseName", "<job>")];
  const output = `outputs['${outputPath(agent, job)}']`;
  const isClassic = agent.variable("System.HostType") === "release";
  const later = [
    `  in a job that follows    $[ dependencies.${job}.${output} ]`,
    `  in a stage that follows  $[ stageDependencies.${stage}.${job}.${output} ]`,
  ];
  return [
    `Its invitation code (${length} characters) is published as a secret variable:`,
    `  in this job              $(${codeVariable})`,
    ...(isClassic ? ['  in a later stage         with "storeIn: release" only, as $(ExalateInvitationCode)'] : later),
  ];
}

/** In a deployment job an output is addressed through the job's name once more, and in a matrix through the leg's. */
function outputPath(agent: Agent, job: string): string {
  const step = agent.variable("System.TaskInstanceName");
  const output = `${step && /^\w+$/.test(step) ? step : "<step>"}.invitationCode`;
  if (agent.variable("Environment.Name")) return `${job}.${output}`;
  const leg = agent.variable("System.JobName") || plainJob;
  return leg === plainJob || leg === job ? output : `${leg}.${output}`;
}

/** What Azure Pipelines calls a job that is not one of several legs. */
const plainJob = "__default";
