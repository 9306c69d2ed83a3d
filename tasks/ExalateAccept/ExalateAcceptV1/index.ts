import { accept, acceptOptions } from "../../../src/commands/accept.ts";
import { acceptInputs } from "../../../src/commands/input-tables.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { withNode } from "../../../src/pipeline/node-access.ts";
import { publishAccepted } from "../../../src/pipeline/publish-accepted.ts";
import { readInputs } from "../../../src/pipeline/read-inputs.ts";
import { readInvitation } from "../../../src/pipeline/read-invitation.ts";
import { runTask } from "../../../src/pipeline/run-task.ts";
import { createTaskLibAgent } from "../../../src/pipeline/task-lib-agent.ts";

void runTask(createTaskLibAgent(), (run) =>
  withNode(run, async ({ client, allowedDestinations, deliveryLimits }) => {
    const { agent, progress, signal } = run;
    const code = await readInvitation(agent, deliveryLimits.requiresEncryption);
    const options = acceptOptions(readInputs(agent, acceptInputs), code);
    const ports = { node: client, log: agent.log, progress, clock: systemClock, signal, allowedDestinations };
    const accepted = await accept(options, ports);
    publishAccepted(agent, options, accepted, client.nodeUrl);
  }),
);
