import { mkdirSync } from "node:fs";
import { setNetworkVariables, writeCertificateSettings } from "../local-agent/agent-settings.ts";
import type { ServiceEndpoint } from "../local-agent/endpoints.ts";
import { basicEnvironment, type Environment, handlerEnvironment } from "../local-agent/environment.ts";
import { queueInputs, resolveInputs } from "../local-agent/inputs.ts";
import { defaultAgentVersion, predefinedVariables, startVariables } from "../local-agent/job-variables.ts";
import { Masker } from "../local-agent/masker.ts";
import { readTaskDefinition } from "../local-agent/task-definition.ts";
import { Variables } from "../local-agent/variables.ts";

/** A step to run, on an agent that was configured with a certificate authority. */
export interface AgentStep {
  readonly taskFolder: string;
  /** Whether the agent is one's own, which keeps the folders of tasks, or one of Microsoft's, which is new for each job. */
  readonly isSelfHosted: boolean;
  /** The agent's folder. */
  readonly agentFolder: string;
  /** PEM file given to the agent as `--sslcacert`. */
  readonly caFile: string;
  readonly nodeUrl: string;
  readonly token: string;
  /** The inputs of the task, without the service connection. */
  readonly inputs: Readonly<Record<string, string>>;
}

const connection = { id: "c0ffee00-1111-4222-8333-444455556666", name: "contoso-exalate", type: "exalate" };

/** The environment that the agent gives the task of a step. @throws Error when the folder has no task.json */
export async function agentEnvironment(step: AgentStep): Promise<Environment> {
  const variables = jobVariables(step);
  const endpoint: ServiceEndpoint = {
    ...connection,
    url: step.nodeUrl,
    scheme: "Token",
    parameters: { apitoken: step.token },
    data: {},
  };
  return handlerEnvironment({
    agent: basicEnvironment(),
    step: {},
    variables,
    taskVariables: new Variables(new Masker()),
    inputs: await inputsOf(step, endpoint),
    endpoints: [endpoint],
    accessToken: variables.get("System.AccessToken") ?? "",
    prependedPath: [],
  });
}

function jobVariables({ agentFolder, caFile, isSelfHosted }: AgentStep): Variables {
  const masker = new Masker();
  const variables = new Variables(masker);
  const hosting = { name: "Agent.IsSelfHosted", value: isSelfHosted ? "1" : "0" };
  startVariables(variables, masker, [...predefinedVariables(agentFolder, defaultAgentVersion), hosting]);
  setNetworkVariables(variables, { caInfo: caFile });
  writeCertificateSettings(agentFolder, { caInfo: caFile });
  mkdirSync(variables.get("Agent.TempDirectory") ?? agentFolder, { recursive: true });
  return variables;
}

async function inputsOf({ taskFolder, inputs }: AgentStep, endpoint: ServiceEndpoint): Promise<Map<string, string>> {
  const definition = await readTaskDefinition(taskFolder);
  const given = { exalateConnection: endpoint.name, ...inputs };
  const queued = queueInputs(definition, given, [endpoint], { stepName: "bench", macros: () => undefined });
  return resolveInputs(definition, queued, []);
}
