import { initiate } from "../../../src/commands/initiate.ts";
import { initiateOptions } from "../../../src/commands/initiate-options.ts";
import { initiateInputs } from "../../../src/commands/input-tables.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { deliveryIfAsked } from "../../../src/pipeline/delivery-if-asked.ts";
import { withNode } from "../../../src/pipeline/node-access.ts";
import { publishInitiated } from "../../../src/pipeline/publish-initiated.ts";
import { readInputs } from "../../../src/pipeline/read-inputs.ts";
import { runTask } from "../../../src/pipeline/run-task.ts";
import { storageOf, storeInitiated } from "../../../src/pipeline/store-initiated.ts";
import { createTaskLibAgent } from "../../../src/pipeline/task-lib-agent.ts";

void runTask(createTaskLibAgent(), (run) =>
  withNode(run, async ({ client, allowedDestinations, deliveryLimits }) => {
    const { agent, progress, signal } = run;
    const pipelineProject = agent.variable("System.TeamProject");
    const context = { nodeUrl: client.nodeUrl, allowedDestinations, pipelineProject, log: agent.log };
    const options = initiateOptions(readInputs(agent, initiateInputs), context);
    const delivery = await deliveryIfAsked(agent, options, deliveryLimits);
    const storage = storageOf(agent, options);
    const ports = { node: client, log: agent.log, progress, clock: systemClock, signal, allowedDestinations };
    const result = await initiate(options, ports);
    await publishInitiated(agent, options, result, client.nodeUrl, delivery);
    if (storage) await storeInitiated(agent, storage, result);
  }),
);
