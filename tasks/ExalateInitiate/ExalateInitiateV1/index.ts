import { initiate } from "../../../src/commands/initiate.ts";
import { type InitiateInputs, initiateInputs, initiateOptions } from "../../../src/commands/initiate-options.ts";
import { withNode } from "../../../src/pipeline/node-access.ts";
import { publishInitiated } from "../../../src/pipeline/publish-initiated.ts";
import { runTask } from "../../../src/pipeline/run-task.ts";
import { createTaskLibAgent } from "../../../src/pipeline/task-lib-agent.ts";

void runTask(createTaskLibAgent(), (agent) =>
  withNode(agent, async ({ client, allowedDestinations }) => {
    const inputs = Object.fromEntries(initiateInputs.map((name) => [name, agent.input(name)])) as InitiateInputs;
    const pipelineProject = agent.variable("System.TeamProject");
    const context = { nodeUrl: client.nodeUrl, allowedDestinations, pipelineProject, log: agent.log };
    const options = initiateOptions(inputs, context);
    const result = await initiate(options, { node: client, log: agent.log });
    publishInitiated(agent, options, result, client.nodeUrl);
  }),
);
