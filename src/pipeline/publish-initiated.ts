import type { InitiateResult } from "../commands/initiate.ts";
import type { InitiateOptions } from "../commands/initiate-options.ts";
import type { Secret } from "../core/secret.ts";
import { toVariableValue } from "../exalate/invitation-code.ts";
import type { Agent } from "./agent.ts";
import { initiatedSummary } from "./initiated-summary.ts";

/** The plain job variable that holds the code for later steps of the same job. */
export const codeVariable = "ExalateInvitationCode";

/**
 * Publishes what ExalateInitiate@1 made: its outputs, the code as a secret variable, a summary for whoever approves,
 * and in the log where to read the code. The code comes first, so that nothing that fails later can lose it.
 * Raises EXA306 when the code cannot be held by a variable.
 */
export function publishInitiated(agent: Agent, options: InitiateOptions, result: InitiateResult, nodeUrl: URL): void {
  if (result.invitationCode) publishCode(agent, result.invitationCode);
  agent.setOutput("connectionId", result.connectionId);
  agent.setOutput("connectionName", result.connectionName);
  agent.setOutput("connectionStatus", result.status);
  addSummary(agent, options, result, nodeUrl);
}

function publishCode(agent: Agent, code: Secret): void {
  const text = code.reveal();
  const value = toVariableValue(text);
  const secret = agent.secrets.register(value);
  agent.setOutput("invitationCode", secret);
  agent.setSecretVariable(codeVariable, secret);
  for (const line of whereToReadIt(agent, text.length, value !== text.trim())) agent.log.info(line);
}

function whereToReadIt(agent: Agent, length: number, isWrapped: boolean): string[] {
  const name = (variable: string, unknown: string) => agent.variable(variable) || unknown;
  const [stage, job] = [name("System.StageName", "<stage>"), name("System.JobName", "<job>")];
  const output = `outputs['${outputPath(agent, job)}']`;
  return [
    `Its invitation code (${length} characters) is published as a secret variable:`,
    `  in this job              $(${codeVariable})`,
    `  in a job that follows    $[ dependencies.${job}.${output} ]`,
    `  in a stage that follows  $[ stageDependencies.${stage}.${job}.${output} ]`,
    ...(isWrapped
      ? ['It has line breaks, which a secret variable cannot hold: the value is "base64:" and the code\'s base64.']
      : []),
  ];
}

/** In a deployment job an output is addressed through the job's name once more. */
function outputPath(agent: Agent, job: string): string {
  const step = agent.variable("System.TaskInstanceName");
  const output = `${step && /^\w+$/.test(step) ? step : "<step>"}.invitationCode`;
  return agent.variable("Environment.Name") ? `${job}.${output}` : output;
}

/** A run whose summary cannot be written has still done its work. */
function addSummary(agent: Agent, options: InitiateOptions, result: InitiateResult, nodeUrl: URL): void {
  try {
    const collectionUrl = agent.variable("System.CollectionUri");
    agent.addSummary("Exalate connection", initiatedSummary({ options, result, nodeUrl, collectionUrl }));
  } catch (error) {
    agent.log.warning(`The summary could not be written (${error instanceof Error ? error.name : typeof error}).`);
  }
}
